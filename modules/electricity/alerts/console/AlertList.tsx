import { Link, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import {
  byChoice,
  type Camelized,
  Caption,
  type Column,
  dotted,
  type Filter,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { showNumber } from '../../meters/contract.ts';
import { ALERT_KINDS, type AlertSent } from '../contract.ts';

const LABELS = 'console.electricity.alert';

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
  const label = useLabels(LABELS);
  return (
    <Page title={label('many')}>
      <AlertRows filters={[byChoice('kind', label('kind'), ALERT_KINDS, label)]} />
    </Page>
  );
}

type Props = {
  filters?: Filter[];
  /** only those of this meter, inside another page */
  meterId?: string;
};

export function AlertRows({ filters, meterId }: Props) {
  const format = useFormat();
  const label = useLabels(LABELS);
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
  const ofMeter = ({ meter }: Alert) => (
    <Link component={RouterLink} underline="hover" to={`/electricity/meters/${meter.id}`}>
      {dotted([showNumber(meter.number), meter.name])}
    </Link>
  );
  // Left out on the page of the meter.
  const whose: Column<Alert>[] = [
    { key: 'meter', label: label('meter'), render: ofMeter },
    { key: 'customer', label: label('customer'), from: 'md', render: ({ customer }) => customer.name },
  ];
  const columns: Column<Alert>[] = [
    { key: 'openedAt', label: label('since'), nowrap: true, render: since },
    { key: 'kind', label: label('kind'), render: kind },
    ...(meterId ? [] : whose),
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
        <RowCard title={alert.customer.name} right={kind(alert)}>
          <Typography variant="body2">{alert.text}</Typography>
          <Caption>{`${since(alert)} · ${told(alert)}`}</Caption>
        </RowCard>
      )}
      {...(filters && { filters })}
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}
