import ReceiptIcon from '@mui/icons-material/ReceiptLongOutlined';
import { Chip, IconButton, Link, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import {
  byChoice,
  type Camelized,
  Caption,
  type Column,
  ExportButton,
  type Filter,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { showNumber } from '../../meters/contract.ts';
import { type Transaction as Answer, TRANSACTION_KINDS, TRANSACTION_STATUSES } from '../contract.ts';

const LABELS = 'console.electricity.transaction';

type Transaction = Camelized<Answer>;

const TONES = { pending: 'busy', success: 'good', failed: 'bad', unknown: 'warning' } as const;
const LIVE = ['electricity.meter', 'electricity.purchase', 'payment'];

/** All that moved units or money, of all meters; the filters are in the address, and in the downloads. */
export default function TransactionList() {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  return (
    <Page title={label('many')} actions={<ExportButton path="/electricity/transactions/export" />}>
      <Transactions
        filters={[
          byChoice('kind', label('kind_label'), TRANSACTION_KINDS, (id) => label(`kind.${id}`)),
          byChoice('status', label('status_label'), TRANSACTION_STATUSES, (id) => label(`status.${id}`)),
          { kind: 'text', source: 'meter', label: label('meter_number') },
          { kind: 'day', source: 'from', label: translate('console.list.from') },
          { kind: 'day', source: 'to', label: translate('console.list.to') },
        ]}
      />
    </Page>
  );
}

type Props = {
  filters?: Filter[];
  /** only those of this meter, inside another page */
  meter?: string;
};

export function Transactions({ filters, meter }: Props) {
  const format = useFormat();
  const label = useLabels(LABELS);
  const amount = ({ amount, currency }: Transaction) => (amount && currency ? format.money(amount, currency) : '');
  const units = ({ wh }: Transaction) => (wh === 0 ? '' : `${format.number(wh / 1000)} kWh`);
  const status = (one: Transaction) => (
    <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap' }}>
      <StateChip tone={TONES[one.status]} label={label(`status.${one.status}`)} />
      {one.owed && <Chip size="small" color="warning" label={label('owed')} />}
    </Stack>
  );
  const kind = (one: Transaction) => (
    <>
      {label(`kind.${one.kind}`)}
      {one.reason && <Caption component="div">{one.reason}</Caption>}
    </>
  );
  const via = (one: Transaction) => (
    <>
      {one.via}
      <Caption component="div">{one.providerReference ?? one.reference}</Caption>
    </>
  );
  const ofMeter = ({ meter: { id, name, number } }: Transaction) => (
    <Link component={RouterLink} underline="hover" to={`/electricity/meters/${id}`}>
      {name || showNumber(number)}
      {name && (
        <Caption component="div" noWrap>
          {showNumber(number)}
        </Caption>
      )}
    </Link>
  );
  const columns: Column<Transaction>[] = [
    { key: 'createdAt', label: label('createdAt'), time: (one) => one.createdAt },
    { key: 'kind', label: label('kind_label'), render: kind },
    ...(meter ? [] : [{ key: 'meter', label: label('meter'), render: ofMeter }]),
    { key: 'amount', label: label('amount'), align: 'right', nowrap: true, render: amount },
    { key: 'units', label: label('units'), align: 'right', nowrap: true, render: units },
    { key: 'status', label: label('status_label'), render: status },
    { key: 'via', label: label('via'), from: 'md', render: via },
    { key: 'by', label: label('by'), from: 'lg', render: (one) => one.by },
    { key: 'receipt', label: '', render: (one) => <ReceiptButton link={one.receiptLink} label={label('receipt')} /> },
  ];
  return (
    <ResourceList<Transaction>
      live={LIVE}
      resource="electricity/transactions"
      columns={columns}
      {...(meter && { fixed: { meter }, embedded: true, perPage: 10 })}
      card={(one) => (
        <RowCard
          title={[label(`kind.${one.kind}`), amount(one) || units(one)].join(' · ')}
          note={[one.meter.name || showNumber(one.meter.number), format.dateTime(one.createdAt)]}
          right={status(one)}
        />
      )}
      {...(filters && { filters })}
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}

function ReceiptButton({ link, label }: { link: string | null; label: string }) {
  if (!link) return null;
  return (
    <IconButton size="small" component="a" href={link} target="_blank" rel="noopener" aria-label={label} title={label}>
      <ReceiptIcon fontSize="small" />
    </IconButton>
  );
}
