import { Alert, Button, Stack, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useNotify, useTranslate } from 'react-admin';
import { api, Panel, StateChip, useCan, useForm, useFormat } from '../../ui/index.ts';

/** A supervisor's PIN, in their own account; nothing for others. */
export function PinPanel() {
  const translate = useTranslate();
  const format = useFormat();
  const notify = useNotify();
  const allowed = useCan()('till.supervise');
  const label = (name: string, values = {}) => translate(`console.till.pin.${name}`, values);
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
      <Typography variant="body2" color="textSecondary" sx={{ mb: 2 }}>
        {label('text')}
      </Typography>
      <Stack component="form" onSubmit={form.submit} sx={{ gap: 2 }}>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        <TextField
          label={label('new')}
          {...form.bind('pin')}
          type="password"
          slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 8, autoComplete: 'new-password' } }}
        />
        <TextField
          label={translate('console.account.current_password')}
          {...form.bind('password')}
          type="password"
          slotProps={{ htmlInput: { autoComplete: 'current-password' } }}
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
