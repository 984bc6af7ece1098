import { Button, List, Skeleton } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { api, EmptyNote, ErrorNote, fileUrl, useFormat } from '../../../../kernel/ui/index.ts';
import { Line } from '../BillLines.tsx';
import type { Issued } from '../types.ts';

/** Receipts and invoices of a customer, each as it was when it was issued. */
export function CustomerDocuments({ customerId }: { customerId: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const query = useQuery({
    queryKey: ['documents', customerId],
    queryFn: () => api.get<Issued[]>(`/exhibition/customers/${customerId}/documents`),
  });
  const label = (name: string) => translate(`console.exhibition.document.${name}`);
  if (query.isPending) return <Skeleton variant="rounded" height={120} sx={{ m: 2 }} />;
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  if (query.data.length === 0) return <EmptyNote title={label('none')} text={label('none_text')} />;
  return (
    <List disablePadding>
      {query.data.map((row) => (
        <Line
          key={row.id}
          title={`${label(`series.${row.series}`)} ${row.number}`}
          note={format.dateTime(row.issuedAt)}
          amount={format.money(row.total, row.currency)}
          end={
            <Button size="small" href={fileUrl(`/documents/${row.id}/pdf`)} target="_blank">
              {translate('ra.action.open')}
            </Button>
          }
        />
      ))}
    </List>
  );
}
