import { Chip, Link, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import {
  Caption,
  type Column,
  dotted,
  type Filter,
  ResourceList,
  RowCard,
  StateChip,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { AlarmButtons } from './AlarmButtons.tsx';
import { type Alarm, placeOf, TONES } from './alarm.ts';

type Props = {
  filters?: Filter[];
  /** only those of this machine, inside its page */
  machineId?: string;
};

/** Alarms with what can be done about them. */
export function AlarmRows({ filters, machineId }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const label = useLabels('console.coffee.alarm');
  const kind = (alarm: Alarm) => (
    <StateChip tone={alarm.clearedAt ? 'neutral' : TONES[alarm.severity]} label={label(`kinds.${alarm.kind}`)} />
  );
  const since = ({ firstAt, clearedAt, count }: Alarm) =>
    [
      format.ago(firstAt),
      count > 1 ? label('times', { count }) : '',
      clearedAt ? label('over', { when: format.ago(clearedAt) }) : '',
    ]
      .filter(Boolean)
      .join(', ');
  const who = (alarm: Alarm) =>
    dotted([
      alarm.assignedTo?.name,
      alarm.acknowledgedBy && label('acknowledged', { name: alarm.acknowledgedBy }),
      alarm.note,
    ]);
  const what = (alarm: Alarm) => (
    <Stack sx={{ gap: 0.5, alignItems: 'flex-start' }}>
      <Typography variant="body2">{alarm.text}</Typography>
      {alarm.mutedUntil && !alarm.clearedAt && (
        <Chip size="small" variant="outlined" label={label('muted', { when: format.dateTime(alarm.mutedUntil) })} />
      )}
    </Stack>
  );
  const whoOf = (alarm: Alarm) => who(alarm) || (alarm.clearedAt ? '' : label('nobody'));
  const columns: Column<Alarm>[] = [
    { key: 'since', label: label('since'), render: since },
    { key: 'kind', label: label('kind'), render: kind },
    ...(machineId ? [] : [{ key: 'place', label: translate('console.coffee.machine.one'), render: place }]),
    { key: 'what', label: label('what'), from: machineId ? 'md' : 'lg', render: what },
    { key: 'who', label: label('who'), from: 'md', render: whoOf },
    { key: 'buttons', label: '', align: 'right', render: (alarm) => <AlarmButtons alarm={alarm} /> },
  ];
  return (
    <ResourceList<Alarm>
      live={['coffee.alarm']}
      resource="coffee/alarms"
      columns={columns}
      {...(machineId && { fixed: { machineId }, embedded: true, perPage: 10 })}
      card={(alarm) => (
        <RowCard title={machineId ? since(alarm) : place(alarm)} right={kind(alarm)}>
          {what(alarm)}
          <Caption>{dotted([machineId ? '' : since(alarm), who(alarm)])}</Caption>
          <AlarmButtons alarm={alarm} />
        </RowCard>
      )}
      {...(filters && { filters })}
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}

/** A link to the machine, or to the machines of the location. */
function place(alarm: Alarm) {
  const { machine, location } = alarm;
  const filter = JSON.stringify({ locationId: location?.id });
  const to = machine ? `/coffee/machines/${machine.id}?tab=alarms` : `/coffee/machines?filter=${filter}`;
  return (
    <Link component={RouterLink} underline="hover" to={to}>
      {placeOf(alarm)}
    </Link>
  );
}
