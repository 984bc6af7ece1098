import { Button } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  api,
  Caption,
  type Column,
  RowCard,
  type Task,
  TaskBar,
  TaskState,
  useAction,
  useCan,
  useFormat,
  useLabels,
} from '../../../kernel/ui/index.ts';
import { OfficeList, useChoice } from './OfficeList.tsx';

const STATES = ['open', 'queued', 'running', 'done', 'failed', 'cancelled'];

/** Long tasks and their progress. */
export default function Tasks() {
  const translate = useTranslate();
  const label = useLabels('console.tasks');
  const format = useFormat();
  const can = useCan();
  const { busy, run } = useAction();
  const states = useChoice('tasks', 'state', STATES);
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
    { key: 'created', label: label('createdAt'), from: 'md', time: (task) => task.createdAt },
    { key: 'cancel', label: '', align: 'right', render: cancel },
  ];
  return (
    <OfficeList<Task>
      texts="tasks"
      resource="tasks"
      columns={columns}
      live={['task']}
      card={(task) => (
        <RowCard title={task.title} right={<TaskState state={task.state} />}>
          <TaskBar task={task} />
          <Caption>{task.errorMessage ?? task.note ?? format.dateTime(task.createdAt)}</Caption>
          {cancel(task)}
        </RowCard>
      )}
      filters={[states]}
    />
  );
}
