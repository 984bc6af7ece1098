import { Card, Typography } from '@mui/material';
import { type Camelized, Caption, Columns, useFormat, useGet, useLabels } from '../../../../kernel/ui/index.ts';
import type { PaymentReport } from '../contract.ts';

/** A cycle's money in four figures. */
export default function CycleFigures({ cycleId }: { cycleId: string }) {
  const label = useLabels('console.mess.payment');
  const format = useFormat();
  const live = ['mess.cycle_payment', 'payment'];
  const report = useGet<Camelized<PaymentReport>>('/mess/reports/payments', { cycle_id: cycleId }, { live }).data;
  if (!report) return null;
  const { states, currency } = report;
  const figures = [
    { name: 'paid', value: format.number(states.verified), note: format.money(report.verified, currency) },
    { name: 'waiting', value: format.number(states.uploaded) },
    { name: 'denied', value: format.number(states.denied) },
    { name: 'unpaid', value: format.number(states.none), note: format.money(report.due, currency) },
  ];
  return (
    <Columns of="repeat(4, 1fr)" from="md" below="1fr 1fr" gap={1.5} sx={{ mb: 2 }}>
      {figures.map(({ name, value, note }) => (
        <Card key={name} sx={{ px: 2, py: 1.5 }}>
          <Caption>{label(`figures.${name}`)}</Caption>
          <Typography className="figures" sx={{ fontSize: '1.35rem', fontWeight: 680, lineHeight: 1.2 }}>
            {value}
          </Typography>
          {note && <Caption className="figures">{label(`figures.${name}_money`, { amount: note })}</Caption>}
        </Card>
      ))}
    </Columns>
  );
}
