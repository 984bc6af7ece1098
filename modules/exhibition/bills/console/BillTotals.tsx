import { Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { Figures, listQuery, useFormat, useGet } from '../../../../kernel/ui/index.ts';
import type { Sums } from './types.ts';

const TOPICS = ['exhibition.bill'];

/**
 * The totals of the bills under the list's filter, by currency. A separate request, so that the list does not wait for
 * it.
 */
export function BillTotals() {
  const translate = useTranslate();
  const format = useFormat();
  const [search] = useSearchParams();
  const query = listQuery(JSON.parse(search.get('filter') ?? '{}') as Record<string, unknown>);
  const sums = useGet<Sums>('/exhibition/bills/sums', query, { live: TOPICS, keep: true });
  return (
    <Stack direction="row" sx={{ gap: 3, mb: 1.5, minHeight: 28, flexWrap: 'wrap', alignItems: 'baseline' }}>
      {sums.data?.map((sum) => (
        <Typography key={sum.currency} variant="body2" color="textSecondary" component="div">
          <Figures component="span" sx={{ fontSize: '1.25rem', fontWeight: 680, color: 'text.primary', mr: 1 }}>
            {format.money(sum.total, sum.currency)}
          </Figures>
          {translate('console.exhibition.bill_count', { smart_count: sum.count })}
          {Number(sum.paid) > 0 &&
            ` · ${translate('console.exhibition.pay.sums', { paid: format.money(sum.paid, sum.currency), due: format.money(sum.due, sum.currency) })}`}
          {sum.voided > 0 && ` · ${translate('console.exhibition.bill.voided_count', { smart_count: sum.voided })}`}
        </Typography>
      ))}
    </Stack>
  );
}
