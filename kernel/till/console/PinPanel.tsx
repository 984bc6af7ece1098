import { Alert, Button, Stack, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useNotify, useTranslate } from 'react-admin';
import { api, Muted, Panel, StateChip, useCan, useForm, useFormat, useLabels } from '../../ui/index.ts';

/** A supervisor's PIN, in their own account; nothing for others. */
export function PinPanel() {
  const translate = useTranslate();
  const format = useFormat();
  const notify = useNotify();
  const allowed = useCan()('till.supervise');
  const label = useLabels('console.till.pin');
  const query = useQuery({
    queryKey: ['approval-pin'],
    queryFn: () => api.get<{ setAt: string | null }>('/approvals/pin'),
    enabled: allowed,
  });
  const form = useForm({ password: '', pin: '' }, async ({ password, pin }) => {
    const next = pin.trim() || null;
    await api.post('/approvals/pin', { password, pin: next });
    notify(label(next ? 'saved' : 'removed'), { type: 'success' });
    form.setValues({ password: '', pin: '' });
    await query.refetch();
  });
  if (!allowed) return null;
  const set = query.data?.setAt ?? null;
  const removes = set !== null && form.values.pin.trim() === '';
  return (
    <Panel
      title={label('title')}
      actions={
        query.data && (
          <StateChip
            tone={set ? 'good' : 'neutral'}
            label={set ? label('set_since', { date: format.date(set) }) : label('none')}
          />
        )
      }
    >
      <Muted sx={{ mb: 2 }}>{label('text')}</Muted>
      <Stack component="form" onSubmit={form.submit} sx={{ gap: 2 }}>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        <TextField
          label={label('new')}
          {...form.bind('pin', { inputMode: 'numeric', maxLength: 8, autoComplete: 'new-password' })}
          type="password"
        />
        <TextField
          label={translate('console.account.current_password')}
          {...form.bind('password', { autoComplete: 'current-password' })}
          type="password"
        />
        <Button
          type="submit"
          variant={removes ? 'outlined' : 'contained'}
          color={removes ? 'error' : 'primary'}
          disabled={form.busy || form.values.password === '' || (!removes && form.values.pin.trim() === '')}
          sx={{ alignSelf: 'flex-end' }}
        >
          {label(removes ? 'remove' : 'save')}
        </Button>
      </Stack>
    </Panel>
  );
}
