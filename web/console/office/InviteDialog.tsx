import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  Stack,
  TextField,
} from '@mui/material';
import { useState } from 'react';
import { useRefresh, useTranslate } from 'react-admin';
import { api, useForm, useSession } from '../../../kernel/ui/index.ts';
import { InvitationLink, type Invited } from './InvitationLink.tsx';
import { limitOf, useLimits } from './useLimits.ts';
import { useRoles } from './useRoles.ts';

const ROLES = ['viewer', 'ops', 'admin', 'owner'];

export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const translate = useTranslate();
  const [invited, setInvited] = useState<(Invited & { email: string }) | null>(null);
  const refresh = useRefresh();
  const label = (name: string) => translate(`console.invitations.${name}`);
  const { choices } = useLimits();
  // Roles that work are given by owners alone.
  const owner = useSession().role === 'owner';
  const roles = useRoles(owner ? ROLES : ['viewer']);
  const form = useForm({ email: '', role: owner ? 'ops' : 'viewer', limit: '' }, async (values, idempotencyKey) => {
    const email = values.email.trim();
    const limit = values.role === 'owner' ? null : limitOf(values.limit);
    const { staffRole, ...plain } = roles.inputOf(values.role);
    const input = { email, ...plain, ...(staffRole && { staffRole }), ...(limit && { limit }) };
    const made = await api.post<Invited>('/invitations', input, { idempotencyKey });
    setInvited({ ...made, email });
    form.set('email', '');
    refresh();
    onClose();
  });
  const role = form.bind('role');
  if (invited) return <InvitationLink invited={invited} onClose={() => setInvited(null)} />;
  return (
    <Dialog open={open} onClose={form.leave(onClose)} maxWidth="xs">
      <form onSubmit={form.submit} noValidate>
        <DialogTitle>{translate('console.members.invite')}</DialogTitle>
        <DialogContent>
          <Stack sx={{ gap: 2, pt: 1 }}>
            {form.message && <Alert severity="error">{form.message}</Alert>}
            <TextField label={label('email')} type="email" autoFocus {...form.bind('email')} />
            <TextField
              select
              label={label('role')}
              {...role}
              helperText={role.helperText ?? roles.choices.find(({ value }) => value === form.values.role)?.text}
            >
              {roles.choices
                .filter(({ value }) => owner || !value.startsWith('trade:'))
                .map(({ value, name }) => (
                  <MenuItem key={value} value={value}>
                    {name}
                  </MenuItem>
                ))}
            </TextField>
            {choices.length > 0 && form.values.role !== 'owner' && (
              <TextField
                select
                label={translate('console.members.limit')}
                {...form.bind('limit')}
                slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
              >
                {choices.map(({ value, name }) => (
                  <MenuItem key={value} value={value}>
                    {name}
                  </MenuItem>
                ))}
              </TextField>
            )}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={form.leave(onClose)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={form.busy}>
            {label('send')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
