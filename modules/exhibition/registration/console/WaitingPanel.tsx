import { Box, Button, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import {
  api,
  Fact,
  Panel,
  RowCard,
  useAction,
  useCan,
  useConfirm,
  useFormat,
  useLabels,
  useSession,
} from '../../../../kernel/ui/index.ts';
import { Answers } from '../../customers/console/Answers.tsx';
import type { Form, Waiting } from './types.ts';

/** How many have a place and how many are free, and who waits: the first to move up first. */
export function WaitingPanel({ form, onChanged }: { form: Form; onChanged: () => void }) {
  const format = useFormat();
  const can = useCan();
  const { organization } = useSession();
  const { busy, run } = useAction();
  const { ask, dialog } = useConfirm();
  const label = useLabels('console.exhibition.form');
  const filter = JSON.stringify({ exhibition_id: form.id });
  const query = useQuery({
    queryKey: ['exhibition', 'waiting', organization.id, form.id, form.waiting],
    queryFn: () => api.get<Waiting[]>('/exhibition/waiting', { filter, limit: 100 }),
    enabled: form.waiting > 0,
  });
  const moveUp = () =>
    run(() => api.post(`/exhibition/exhibitions/${form.id}/move-up`, {}), {
      done: 'console.exhibition.form.moved_up',
    }).then((done) => done && onChanged());
  const remove = ({ id }: Waiting) =>
    ask({
      title: label('off_title'),
      text: label('off_text'),
      confirm: label('off_list'),
      act: () => api.delete(`/exhibition/waiting/${id}`),
      done: 'console.saved',
      after: onChanged,
    });
  const mayWrite = can('exhibition.customer.write');
  return (
    <Panel
      title={label('waiting')}
      actions={
        mayWrite && (
          <Button
            size="small"
            variant="outlined"
            onClick={moveUp}
            disabled={busy || form.waiting === 0 || form.free === 0}
          >
            {label('move_up')}
          </Button>
        )
      }
    >
      {dialog}
      <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(3, 1fr)', gap: 2, mb: 1.5 }}>
        <Fact label={label('registered')}>{format.number(form.registered)}</Fact>
        <Fact label={label('free')}>{form.free === null ? '—' : format.number(form.free)}</Fact>
        <Fact label={label('waiting')}>{format.number(form.waiting)}</Fact>
      </Box>
      {form.waiting === 0 && <Typography color="textSecondary">{label('nobody')}</Typography>}
      {(form.waiting > 0 ? (query.data ?? []) : []).map((one) => (
        <Box key={one.id} sx={{ py: 1, borderTop: 1, borderColor: 'divider' }}>
          <RowCard
            title={one.name}
            note={[one.email, one.phone, `${label('since')} ${format.dateTime(one.createdAt)}`]}
            right={
              mayWrite && (
                <Button size="small" color="inherit" onClick={() => remove(one)}>
                  {label('off_list')}
                </Button>
              )
            }
          >
            <Answers answers={one.answers} />
          </RowCard>
        </Box>
      ))}
    </Panel>
  );
}
