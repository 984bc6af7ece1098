import { Button, Stack } from '@mui/material';
import { useParams } from 'react-router-dom';
import {
  api,
  byChoice,
  Caption,
  type Column,
  dotted,
  Loaded,
  Muted,
  Page,
  Panel,
  ResourceList,
  RowCard,
  StateChip,
  useAction,
  useCan,
  useConfirm,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { MACHINE_STATES, ROLLOUT_STATES } from '../contract.ts';
import { Progress } from './Progress.tsx';
import { MACHINE_TONES, type Rollout, type RolloutMachine, TONES } from './rollout.ts';

/** One rollout: how far it is, what can be done with it, and each machine with what it runs. */
export default function RolloutPage() {
  const { id = '' } = useParams();
  const format = useFormat();
  const can = useCan();
  const { busy, run } = useAction();
  const { ask, dialog } = useConfirm();
  const label = useLabels('console.coffee.rollout');
  const query = useGet<Rollout>(`/coffee/rollouts/${id}`, {}, { live: [`coffee.rollout:${id}`] });
  const rollout = query.data;
  const change = async (what: string) => {
    await api.post(`/coffee/rollouts/${id}/${what}`, {});
    await query.refetch();
  };
  const asked = (name: 'cancel' | 'roll_back') =>
    ask({
      title: label(name),
      text: label(`${name}_text`),
      confirm: label(name),
      act: () => change(name.replace('_', '-')),
      done: 'console.coffee.rollout.done',
    });
  const may = rollout && ROLLOUT_STATES[rollout.state];
  const actions = can('coffee.operate') && may && (
    <>
      {may.cancel && <Button onClick={() => asked('cancel')}>{label('cancel')}</Button>}
      {may.roll_back && (
        <Button color="error" onClick={() => asked('roll_back')}>
          {label('roll_back')}
        </Button>
      )}
      {(['pause', 'resume'] as const)
        .filter((what) => may[what])
        .map((what) => (
          <Button key={what} variant="contained" disabled={busy} onClick={() => void run(() => change(what))}>
            {label(what)}
          </Button>
        ))}
    </>
  );
  const state = (row: RolloutMachine) => (
    <Stack sx={{ alignItems: 'flex-start', gap: 0.5 }}>
      <StateChip tone={MACHINE_TONES[row.state]} label={label(`machine_states.${row.state}`)} />
      {row.said && <Caption>{row.said}</Caption>}
    </Stack>
  );
  const named = ({ machine }: RolloutMachine) => dotted([machine.serial, machine.name]);
  const changed = ({ changedAt }: RolloutMachine) => format.dateTime(changedAt);
  const columns: Column<RolloutMachine>[] = [
    { key: 'machine', label: label('machine'), render: named },
    { key: 'stage', label: label('at_stage'), align: 'right', render: ({ stage }) => stage + 1 },
    { key: 'runs', label: label('runs'), align: 'right', render: ({ packageNumber }) => packageNumber ?? '—' },
    { key: 'before', label: label('before'), align: 'right', from: 'md', render: ({ before }) => before ?? '—' },
    { key: 'state', label: label('state'), render: state },
    { key: 'changed', label: label('changed'), from: 'md', nowrap: true, render: changed },
  ];
  return (
    <Page
      title={rollout ? label('title', { number: rollout.package.number, name: rollout.package.name }) : label('one')}
      subtitle={rollout && `${format.dateTime(rollout.createdAt)}, ${rollout.by}`}
      back="/coffee/rollouts"
      actions={actions}
    >
      <Loaded query={query} height={160}>
        {(rollout) => (
          <Stack sx={{ gap: 2.5 }}>
            <Panel>
              <Stack sx={{ gap: 1.5, alignItems: 'flex-start' }}>
                <StateChip tone={TONES[rollout.state]} label={label(`states.${rollout.state}`)} />
                <Progress rollout={rollout} />
                <Muted>
                  {label('limits', {
                    enough: rollout.enoughPercent,
                    failures: rollout.failurePercent,
                    minutes: format.number(rollout.stageMinutes),
                  })}
                </Muted>
              </Stack>
            </Panel>
            <ResourceList<RolloutMachine>
              href={({ machine }) => `/coffee/machines/${machine.id}`}
              live={[`coffee.rollout:${id}`, 'coffee.machine']}
              resource={`coffee/rollouts/${id}/machines`}
              columns={columns}
              card={(row) => (
                <RowCard
                  title={named(row)}
                  note={`${label('runs')}: ${row.packageNumber ?? '—'} · ${label('before')}: ${row.before ?? '—'}`}
                  right={state(row)}
                />
              )}
              filters={[byChoice('state', label('state'), MACHINE_STATES, (one) => label(`machine_states.${one}`))]}
              empty={{ title: label('machines') }}
            />
          </Stack>
        )}
      </Loaded>
      {dialog}
    </Page>
  );
}
