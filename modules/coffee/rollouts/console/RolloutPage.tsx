import { Button, Skeleton, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { useParams } from 'react-router-dom';
import {
  api,
  type Column,
  ErrorNote,
  Page,
  Panel,
  ResourceList,
  StateChip,
  useAction,
  useCan,
  useConfirm,
  useFormat,
  useLive,
  useSession,
} from '../../../../kernel/ui/index.ts';
import { MACHINE_STATES, ROLLOUT_STATES } from '../contract.ts';
import { Progress } from './Progress.tsx';
import { MACHINE_TONES, type Rollout, type RolloutMachine, TONES } from './rollout.ts';

/** One rollout: how far it is, what can be done with it, and each machine with what it runs. */
export default function RolloutPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { organization } = useSession();
  const { busy, run } = useAction();
  const { ask, dialog } = useConfirm();
  const label = (name: string) => translate(`console.coffee.rollout.${name}`);
  const query = useQuery({
    queryKey: ['coffee', 'rollout', organization.id, id],
    queryFn: () => api.get<Rollout>(`/coffee/rollouts/${id}`),
  });
  useLive([`coffee.rollout:${id}`], () => query.refetch());
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
      {row.said && (
        <Typography variant="caption" color="textSecondary">
          {row.said}
        </Typography>
      )}
    </Stack>
  );
  const named = ({ machine }: RolloutMachine) => [machine.serial, machine.name].filter(Boolean).join(' · ');
  const columns: Column<RolloutMachine>[] = [
    { key: 'machine', label: label('machine'), render: named },
    { key: 'stage', label: label('at_stage'), align: 'right', render: ({ stage }) => stage + 1 },
    { key: 'runs', label: label('runs'), align: 'right', render: ({ packageNumber }) => packageNumber ?? '—' },
    { key: 'before', label: label('before'), align: 'right', from: 'md', render: ({ before }) => before ?? '—' },
    { key: 'state', label: label('state'), render: state },
    {
      key: 'changed',
      label: label('changed'),
      from: 'md',
      nowrap: true,
      render: ({ changedAt }) => format.dateTime(changedAt),
    },
  ];
  return (
    <Page
      title={
        rollout
          ? translate('console.coffee.rollout.title', { number: rollout.package.number, name: rollout.package.name })
          : label('one')
      }
      subtitle={rollout && `${format.dateTime(rollout.createdAt)}, ${rollout.by}`}
      back="/coffee/rollouts"
      actions={actions}
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={160} />}
      {rollout && (
        <Stack sx={{ gap: 2.5 }}>
          <Panel>
            <Stack sx={{ gap: 1.5, alignItems: 'flex-start' }}>
              <StateChip tone={TONES[rollout.state]} label={label(`states.${rollout.state}`)} />
              <Progress rollout={rollout} />
              <Typography variant="body2" color="textSecondary">
                {translate('console.coffee.rollout.limits', {
                  enough: rollout.enoughPercent,
                  failures: rollout.failurePercent,
                  minutes: format.number(rollout.stageMinutes),
                })}
              </Typography>
            </Stack>
          </Panel>
          <ResourceList<RolloutMachine>
            href={({ machine }) => `/coffee/machines/${machine.id}`}
            live={[`coffee.rollout:${id}`, 'coffee.machine']}
            resource={`coffee/rollouts/${id}/machines`}
            columns={columns}
            card={(row) => (
              <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
                <Stack sx={{ minWidth: 0 }}>
                  <Typography sx={{ fontWeight: 600 }}>{named(row)}</Typography>
                  <Typography variant="caption" color="textSecondary">
                    {`${label('runs')}: ${row.packageNumber ?? '—'} · ${label('before')}: ${row.before ?? '—'}`}
                  </Typography>
                </Stack>
                {state(row)}
              </Stack>
            )}
            filters={[
              {
                kind: 'choice',
                source: 'state',
                label: label('state'),
                choices: MACHINE_STATES.map((one) => ({ id: one, name: label(`machine_states.${one}`) })),
              },
            ]}
            empty={{ title: label('machines') }}
          />
        </Stack>
      )}
      {dialog}
    </Page>
  );
}
