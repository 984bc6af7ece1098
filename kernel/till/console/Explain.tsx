import { Alert, AlertTitle, Button, Stack, TextField } from '@mui/material';
import { Link } from 'react-router-dom';
import { api, useForm, useFormat, useLabels } from '../../ui/index.ts';
import type { Session } from './types.ts';

/** A count that differed: by how much, and the field for the reason. */
export function Explain({ session, onDone }: { session: Session; onDone: () => Promise<unknown> }) {
  const label = useLabels('console.till');
  const format = useFormat();
  const { currency } = session;
  const money = (amount: string | null) => format.money(amount ?? '0', currency);
  const form = useForm({ reason: '' }, async ({ reason }, idempotencyKey) => {
    await api.post(`/till/sessions/${session.id}/reason`, { reason }, { idempotencyKey });
    await onDone();
  });
  return (
    <Alert severity="warning" icon={false}>
      <AlertTitle>{label('differed', { amount: money(session.difference) })}</AlertTitle>
      {label('differed_text', {
        time: format.dateTime(session.closedAt ?? session.openedAt),
        expected: money(session.expected),
        counted: money(session.counted),
      })}
      <Stack component="form" onSubmit={form.submit} sx={{ gap: 1.5, mt: 2 }} noValidate>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        <TextField autoFocus label={label('reason')} {...form.bind('reason', { maxLength: 500 })} />
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button color="inherit" component={Link} to={`/till/sessions/${session.id}`}>
            {label('see_report')}
          </Button>
          <Button type="submit" variant="contained" disabled={form.busy || form.values.reason.trim() === ''}>
            {label('explain')}
          </Button>
        </Stack>
      </Stack>
    </Alert>
  );
}
