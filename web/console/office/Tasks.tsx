import { Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  api,
  type Column,
  type Task,
  TaskBar,
  TaskState,
  useAction,
  useCan,
  useFormat,
} from '../../../kernel/ui/index.ts';
import { CardHead, OfficeList, useChoice } from './OfficeList.tsx';

const STATES = ['open', 'queued', 'running', 'done', 'failed', 'cancelled'];

/** Long tasks and their progress. */
export default function Tasks() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { busy, run } = useAction();
  const states = useChoice('tasks', 'state', STATES);
  const label = (name: string) => translate(`console.tasks.${name}`);
  const cancel = (task: Task) =>
    can('tasks.write') &&
    ['queued', 'running'].includes(task.state) && (
      <Button size="small" disabled={busy} onClick={() => void run(() => api.post(`/tasks/${task.id}/cancel`))}>
        {translate('ra.action.cancel')}
      </Button>
    );
  const columns: Column<Task>[] = [
    { key: 'title', label: label('what'), render: (task) => <b style={{ fontWeight: 600 }}>{task.title}</b> },
    { key: 'state', label: label('state_label'), render: (task) => <TaskState state={task.state} /> },
    { key: 'bar', label: label('progress'), render: (task) => <TaskBar task={task} /> },
    { key: 'note', label: label('note'), from: 'lg', render: (task) => task.errorMessage ?? task.note },
    {
      key: 'created',
      label: label('createdAt'),
      nowrap: true,
      from: 'md',
      render: (task) => format.dateTime(task.createdAt),
    },
    { key: 'cancel', label: '', align: 'right', render: cancel },
  ];
  return (
    <OfficeList<Task>
      texts="tasks"
      resource="tasks"
      columns={columns}
      live={['task']}
      card={(task) => (
        <Stack sx={{ gap: 1 }}>
          <CardHead title={task.title}>
            <TaskState state={task.state} />
          </CardHead>
          <TaskBar task={task} />
          <Typography variant="caption" color="textSecondary">
            {task.errorMessage ?? task.note ?? format.dateTime(task.createdAt)}
          </Typography>
          {cancel(task)}
        </Stack>
      )}
      filters={[states]}
    />
  );
}
