import { LinearProgress, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useFormat } from './format.ts';
import { StateChip, type Tone } from './StateChip.tsx';

export type Task = {
  id: string;
  kind: string;
  title?: string;
  state: string;
  done: number;
  total: number | null;
  note?: string | null;
  errorMessage?: string | null;
  createdAt: string;
};

const TONES: Record<string, Tone> = {
  queued: 'neutral',
  waiting: 'neutral',
  running: 'busy',
  done: 'good',
  completed: 'good',
  failed: 'bad',
  cancelled: 'warning',
};

export function TaskState({ state }: { state: string }) {
  const translate = useTranslate();
  return <StateChip label={translate(`console.tasks.state.${state}`, { _: state })} tone={TONES[state] ?? 'neutral'} />;
}

/** The progress of a long task: a bar when the total is known, else a moving one. */
export function TaskBar({ task }: { task: Pick<Task, 'state' | 'done' | 'total'> }) {
  const format = useFormat();
  const translate = useTranslate();
  const running = task.state === 'running' || task.state === 'queued';
  const percent = task.total ? Math.min(100, (100 * task.done) / task.total) : running ? 0 : 100;
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 1.5 }}>
      <LinearProgress
        sx={{ flex: 1, height: 6, minWidth: 80 }}
        color={task.state === 'failed' ? 'error' : 'primary'}
        variant={running && !task.total ? 'indeterminate' : 'determinate'}
        value={percent}
        aria-label={translate('console.progress')}
      />
      <Typography variant="caption" className="figures" color="textSecondary" sx={{ whiteSpace: 'nowrap' }}>
        {format.number(task.done)}
        {task.total ? ` / ${format.number(task.total)}` : ''}
      </Typography>
    </Stack>
  );
}
