import { Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  api,
  type Column,
  RowCard,
  StateChip,
  type Tone,
  useAction,
  useCan,
  useConfirm,
  useLabels,
} from '../../../kernel/ui/index.ts';
import { OfficeList, useChoice } from './OfficeList.tsx';

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
  const label = useLabels('console.jobs');
  const can = useCan();
  const { busy, run } = useAction();
  const { ask, dialog } = useConfirm();
  const states = useChoice('jobs', 'state', STATES);
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
        <Button
          size="small"
          color="error"
          disabled={busy}
          onClick={() =>
            ask({
              title: label('discard_title'),
              text: label('discard_text'),
              confirm: label('discard'),
              act: () => api.post(`/jobs/${job.id}/discard`),
              done: 'console.jobs.discarded',
            })
          }
        >
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
    { key: 'created', label: label('createdAt'), from: 'md', time: (job) => job.createdAt },
    { key: 'buttons', label: '', align: 'right', nowrap: true, render: buttons },
  ];
  return (
    <OfficeList<Job>
      texts="jobs"
      resource="jobs"
      columns={columns}
      refresh={10}
      card={(job) => (
        <RowCard title={job.name} right={state(job)}>
          {fault(job)}
          {buttons(job)}
        </RowCard>
      )}
      filters={[states]}
    >
      {dialog}
    </OfficeList>
  );
}
