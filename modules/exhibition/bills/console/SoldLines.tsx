import { Box, List } from '@mui/material';
import { useTranslate } from 'react-admin';
import { dotted, Muted, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import { Line } from './BillLines.tsx';
import type { BillDetail } from './types.ts';

/** What was sold with a bill, what was taken off, and the tax of each rate. */
export function SoldLines({ bill }: { bill: BillDetail }) {
  const translate = useTranslate();
  const format = useFormat();
  const money = (amount: string) => format.money(amount, bill.currency);
  const say = useLabels('console.exhibition.sale');
  return (
    <>
      <List disablePadding>
        {bill.lines.map((line) => (
          <Line
            key={line.position}
            amount={money(line.amount)}
            title={line.name || translate('console.exhibition.bill.no_description')}
            note={dotted([
              `${line.quantity}${line.unit === 'kg' ? ' kg' : ''} × ${money(line.unitPrice)}`,
              line.discountMinor > 0 && `${say('discount')} ${money(line.discount)}`,
              line.taxPercent !== null && `${line.taxPercent} %`,
              line.returnedMilli > 0 && say('came_back', { quantity: line.returned }),
            ])}
          />
        ))}
      </List>
      <Box sx={{ px: 2.5, pb: 2, pt: 1 }}>
        {bill.discountReason && <Muted>{`${say('discount')} ${money(bill.discount)}: ${bill.discountReason}`}</Muted>}
        {bill.taxes.map(({ percent, net, tax }) => (
          <Muted key={percent} className="figures">
            {`${percent} % · ${translate('console.exhibition.sales.tax_of', { tax: money(tax), net: money(net) })}`}
          </Muted>
        ))}
      </Box>
    </>
  );
}
