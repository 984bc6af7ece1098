import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  api,
  type Column,
  ConfirmDialog,
  Page,
  ResourceList,
  StateChip,
  type Tone,
  useAction,
  useCan,
  useFormat,
} from '../../../kernel/ui/index.ts';

type Job = {
  id: string;
  name: string;
  state: 'dead' | 'waiting' | 'retrying' | 'running' | 'done';
  attempts: number;
  error: { message?: string; code?: string } | null;
  createdAt: string;
  dueAt: string | null;
  endedAt: string | null;
};

const TONES: Record<Job['state'], Tone> = {
  dead: 'bad',
  waiting: 'neutral',
  retrying: 'warning',
  running: 'busy',
  done: 'good',
};
const STATES = Object.keys(TONES);

/** Background jobs; those that failed for good wait here for a person. */
export default function Jobs() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { busy, run } = useAction();
  const [discarding, setDiscarding] = useState<Job | null>(null);
  const label = (name: string) => translate(`console.jobs.${name}`);
  const buttons = (job: Job) =>
    job.state === 'dead' &&
    can('jobs.write') && (
      <Stack direction="row" sx={{ gap: 0.5, justifyContent: 'flex-end' }}>
        <Button
          size="small"
          disabled={busy}
          onClick={() => void run(() => api.post(`/jobs/${job.id}/retry`), { done: 'console.jobs.retried' })}
        >
          {translate('console.action.retry')}
        </Button>
        <Button size="small" color="error" disabled={busy} onClick={() => setDiscarding(job)}>
          {label('discard')}
        </Button>
      </Stack>
    );
  const state = (job: Job) => <StateChip tone={TONES[job.state]} label={label(`state.${job.state}`)} />;
  const fault = (job: Job) =>
    job.error && (
      <Typography variant="caption" color="error" sx={{ overflowWrap: 'anywhere' }}>
        {[job.error.code, job.error.message].filter(Boolean).join(': ')}
      </Typography>
    );
  const columns: Column<Job>[] = [
    { key: 'name', label: label('name'), render: (job) => <b style={{ fontWeight: 600 }}>{job.name}</b> },
    { key: 'state', label: label('state_label'), render: state },
    { key: 'error', label: label('error'), render: fault },
    { key: 'attempts', label: label('attempts'), align: 'right', from: 'md', render: (job) => job.attempts },
    {
      key: 'created',
      label: label('createdAt'),
      nowrap: true,
      from: 'md',
      render: (job) => format.dateTime(job.createdAt),
    },
    { key: 'buttons', label: '', align: 'right', nowrap: true, render: buttons },
  ];
  const discard = async () => {
    if (await run(() => api.post(`/jobs/${discarding?.id}/discard`), { done: 'console.jobs.discarded' }))
      setDiscarding(null);
  };
  return (
    <Page title={label('title')} subtitle={label('text')}>
      <ResourceList<Job>
        resource="jobs"
        columns={columns}
        refresh={10}
        card={(job) => (
          <Stack sx={{ gap: 0.75 }}>
            <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
              <Typography sx={{ fontWeight: 600 }}>{job.name}</Typography>
              {state(job)}
            </Stack>
            {fault(job)}
            {buttons(job)}
          </Stack>
        )}
        filters={[
          {
            kind: 'choice',
            source: 'state',
            label: label('state_label'),
            choices: STATES.map((id) => ({ id, name: label(`state.${id}`) })),
          },
        ]}
        empty={{ title: label('none'), text: label('none_text') }}
      />
      <ConfirmDialog
        open={discarding !== null}
        danger
        busy={busy}
        title={label('discard_title')}
        text={label('discard_text')}
        confirm={label('discard')}
        onConfirm={() => void discard()}
        onClose={() => setDiscarding(null)}
      />
    </Page>
  );
}
