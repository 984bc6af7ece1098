import { formatAmount } from '../../../kernel/lib/money.ts';
import {
  type Column,
  DocumentLine,
  type DocumentRow,
  PdfButton,
  useFormat,
  useLabels,
} from '../../../kernel/ui/index.ts';
import { OfficeList, useChoice } from './OfficeList.tsx';

/** Every receipt and invoice of the organization. */
export default function Documents() {
  const format = useFormat();
  const series = useChoice('documents', 'series', ['receipt', 'invoice', 'credit_note']);
  const label = useLabels('console.documents');
  const columns: Column<DocumentRow>[] = [
    {
      key: 'number',
      label: label('number'),
      nowrap: true,
      render: (row) => <b style={{ fontWeight: 600 }}>{row.number}</b>,
    },
    { key: 'series', label: label('series_label'), render: (row) => label(`series.${row.series}`) },
    { key: 'party', label: label('party'), render: (row) => row.party },
    {
      key: 'total',
      label: label('total'),
      align: 'right',
      nowrap: true,
      render: (row) => format.money(formatAmount(row.totalMinor, row.currency), row.currency),
    },
    { key: 'issued', label: label('issuedAt'), from: 'md', time: (row) => row.issuedAt },
    { key: 'pdf', label: '', align: 'right', render: (row) => <PdfButton document={row} /> },
  ];
  return (
    <OfficeList<DocumentRow>
      texts="documents"
      resource="documents"
      columns={columns}
      card={(row) => <DocumentLine document={row} />}
      searchLabel={label('search')}
      filters={[series]}
    />
  );
}
