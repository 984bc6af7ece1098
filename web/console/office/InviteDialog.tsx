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
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { api, useForm } from '../../../kernel/ui/index.ts';

const ROLES = ['viewer', 'ops', 'admin', 'owner'];

export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const label = (name: string) => translate(`console.invitations.${name}`);
  const form = useForm({ email: '', role: 'ops' }, async (values, idempotencyKey) => {
    await api.post('/invitations', { email: values.email.trim(), role: values.role }, { idempotencyKey });
    notify('console.invitations.sent', { type: 'success' });
    form.set('email', '');
    refresh();
    onClose();
  });
  const role = form.bind('role');
  return (
    <Dialog open={open} onClose={onClose} maxWidth="xs">
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
              helperText={role.helperText ?? translate(`console.role_text.${form.values.role}`)}
            >
              {ROLES.map((name) => (
                <MenuItem key={name} value={name}>
                  {translate(`console.role.${name}`)}
                </MenuItem>
              ))}
            </TextField>
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={onClose}>
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
