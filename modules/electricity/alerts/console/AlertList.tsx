import { Link, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import {
  type Camelized,
  type Column,
  type Filter,
  Page,
  ResourceList,
  StateChip,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import { showNumber } from '../../meters/contract.ts';
import { ALERT_KINDS, type AlertSent } from '../contract.ts';

type Alert = Camelized<AlertSent>;

const TONES = {
  low_balance: 'busy',
  days_left: 'busy',
  unusual: 'busy',
  over_limit: 'bad',
  silent: 'bad',
  payment: 'good',
} as const;

/** What people were told of their meters, and whether it reached them. */
export default function AlertList() {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.electricity.alert.${name}`);
  return (
    <Page title={label('many')}>
      <AlertRows
        filters={[
          {
            kind: 'choice',
            source: 'kind',
            label: label('kind'),
            choices: ALERT_KINDS.map((id) => ({ id, name: label(id) })),
          },
        ]}
      />
    </Page>
  );
}

type Props = {
  filters?: Filter[];
  /** only those of this meter, inside another page */
  meterId?: string;
};

export function AlertRows({ filters, meterId }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.electricity.alert.${name}`);
  const kind = (alert: Alert) => <StateChip tone={TONES[alert.kind]} label={label(alert.kind)} />;
  const since = (alert: Alert) =>
    alert.clearedAt && alert.kind !== 'payment'
      ? `${format.ago(alert.openedAt)}, ${label('cleared')}`
      : format.ago(alert.openedAt);
  const told = ({ notices }: Alert) =>
    notices
      .map(({ name, state, ways }) =>
        [name, state === 'sent' ? ways.map((way) => label(`way_${way}`)).join(', ') : label(`notice_${state}`)].join(
          ': ',
        ),
      )
      .join('; ') || label('nobody');
  const columns: Column<Alert>[] = [
    { key: 'openedAt', label: label('since'), nowrap: true, render: since },
    { key: 'kind', label: label('kind'), render: kind },
    ...(meterId ? [] : whose(label)),
    { key: 'text', label: label('text'), from: meterId ? 'md' : 'lg', render: (alert) => alert.text },
    { key: 'told', label: label('told'), from: 'md', render: told },
  ];
  return (
    <ResourceList<Alert>
      live={['electricity.alert']}
      resource="electricity/alerts"
      columns={columns}
      {...(meterId && { fixed: { meterId }, embedded: true, perPage: 10 })}
      card={(alert) => (
        <Stack sx={{ gap: 0.5 }}>
          <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
            <Typography sx={{ fontWeight: 600 }}>{alert.customer.name}</Typography>
            {kind(alert)}
          </Stack>
          <Typography variant="body2">{alert.text}</Typography>
          <Typography variant="caption" color="textSecondary">
            {`${since(alert)} · ${told(alert)}`}
          </Typography>
        </Stack>
      )}
      {...(filters && { filters })}
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}

/** Which meter, and who holds it; left out on the page of the meter. */
const whose = (label: (name: string) => string): Column<Alert>[] => [
  {
    key: 'meter',
    label: label('meter'),
    render: ({ meter }) => (
      <Link component={RouterLink} underline="hover" to={`/electricity/meters/${meter.id}`}>
        {[showNumber(meter.number), meter.name].filter(Boolean).join(' · ')}
      </Link>
    ),
  },
  { key: 'customer', label: label('customer'), from: 'md', render: ({ customer }) => customer.name },
];
