import ReceiptIcon from '@mui/icons-material/ReceiptLongOutlined';
import { Chip, IconButton, Link, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import {
  type Camelized,
  type Column,
  ExportButton,
  type Filter,
  Page,
  ResourceList,
  StateChip,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import { showNumber } from '../../meters/contract.ts';
import { type Transaction as Answer, TRANSACTION_KINDS, TRANSACTION_STATUSES } from '../contract.ts';

type Transaction = Camelized<Answer>;

const TONES = { pending: 'busy', success: 'good', failed: 'bad', unknown: 'warning' } as const;
const LIVE = ['electricity.meter', 'electricity.purchase', 'payment'];

/** All that moved units or money, of all meters; the filters are in the address, and in the downloads. */
export default function TransactionList() {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.electricity.transaction.${name}`);
  return (
    <Page title={label('many')} actions={<ExportButton path="/electricity/transactions/export" />}>
      <Transactions
        filters={[
          {
            kind: 'choice',
            source: 'kind',
            label: label('kind_label'),
            choices: TRANSACTION_KINDS.map((id) => ({ id, name: label(`kind.${id}`) })),
          },
          {
            kind: 'choice',
            source: 'status',
            label: label('status_label'),
            choices: TRANSACTION_STATUSES.map((id) => ({ id, name: label(`status.${id}`) })),
          },
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
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.electricity.transaction.${name}`);
  const amount = ({ amount, currency }: Transaction) => (amount && currency ? format.money(amount, currency) : '');
  const units = ({ wh }: Transaction) => (wh === 0 ? '' : `${format.number(wh / 1000)} kWh`);
  const status = (one: Transaction) => (
    <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap' }}>
      <StateChip tone={TONES[one.status]} label={label(`status.${one.status}`)} />
      {one.owed && <Chip size="small" color="warning" label={label('owed')} />}
    </Stack>
  );
  const columns: Column<Transaction>[] = [
    { key: 'createdAt', label: label('createdAt'), nowrap: true, render: (one) => format.dateTime(one.createdAt) },
    {
      key: 'kind',
      label: label('kind_label'),
      render: (one) => (
        <>
          {label(`kind.${one.kind}`)}
          {one.reason && (
            <Typography variant="caption" color="textSecondary" component="div">
              {one.reason}
            </Typography>
          )}
        </>
      ),
    },
    ...(meter
      ? []
      : [
          {
            key: 'meter',
            label: label('meter'),
            render: (one: Transaction) => (
              <Link component={RouterLink} underline="hover" to={`/electricity/meters/${one.meter.id}`}>
                {one.meter.name || showNumber(one.meter.number)}
                {one.meter.name && (
                  <Typography variant="caption" color="textSecondary" component="div" noWrap>
                    {showNumber(one.meter.number)}
                  </Typography>
                )}
              </Link>
            ),
          },
        ]),
    { key: 'amount', label: label('amount'), align: 'right', nowrap: true, render: amount },
    { key: 'units', label: label('units'), align: 'right', nowrap: true, render: units },
    { key: 'status', label: label('status_label'), render: status },
    {
      key: 'via',
      label: label('via'),
      from: 'md',
      render: (one) => (
        <>
          {one.via}
          <Typography variant="caption" color="textSecondary" component="div">
            {one.providerReference ?? one.reference}
          </Typography>
        </>
      ),
    },
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
        <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
          <Stack sx={{ minWidth: 0 }}>
            <Typography sx={{ fontWeight: 600 }} noWrap>
              {[label(`kind.${one.kind}`), amount(one) || units(one)].join(' · ')}
            </Typography>
            <Typography variant="caption" color="textSecondary">
              {[one.meter.name || showNumber(one.meter.number), format.dateTime(one.createdAt)].join(' · ')}
            </Typography>
          </Stack>
          {status(one)}
        </Stack>
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
