import { Box, Card, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { api, type Camelized, useFormat, useLive, useSession } from '../../../../kernel/ui/index.ts';
import type { PaymentReport } from '../contract.ts';

/** A cycle's money in four figures. */
export default function CycleFigures({ cycleId }: { cycleId: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['mess', 'payment-report', organization.id, cycleId],
    queryFn: () => api.get<Camelized<PaymentReport>>('/mess/reports/payments', { cycle_id: cycleId }),
  });
  useLive(['mess.cycle_payment', 'payment'], () => query.refetch());
  const report = query.data;
  if (!report) return null;
  const { states, currency } = report;
  const figures = [
    { name: 'paid', value: format.number(states.verified), note: format.money(report.verified, currency) },
    { name: 'waiting', value: format.number(states.uploaded) },
    { name: 'denied', value: format.number(states.denied) },
    { name: 'unpaid', value: format.number(states.none), note: format.money(report.due, currency) },
  ];
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)' }, mb: 2 }}>
      {figures.map(({ name, value, note }) => (
        <Card key={name} sx={{ px: 2, py: 1.5 }}>
          <Typography variant="caption" color="textSecondary">
            {translate(`console.mess.payment.figures.${name}`)}
          </Typography>
          <Typography className="figures" sx={{ fontSize: '1.35rem', fontWeight: 680, lineHeight: 1.2 }}>
            {value}
          </Typography>
          {note && (
            <Typography variant="caption" color="textSecondary" className="figures">
              {translate(`console.mess.payment.figures.${name}_money`, { amount: note })}
            </Typography>
          )}
        </Card>
      ))}
    </Box>
  );
}
