import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  MenuItem,
  Stack,
  TextField,
} from '@mui/material';
import { useRefresh, useTranslate } from 'react-admin';
import { api, instantOf, useForm, useSession } from '../../ui/index.ts';
import type { HandedOver } from './types.ts';

type Props = { kinds: string[]; onClose: () => void; onAdded: (made: HandedOver) => void };

/** Asks for the kind, the name and the end. */
export function AddDialog({ kinds, onClose, onAdded }: Props) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const { organization } = useSession();
  const label = (name: string) => translate(`console.devices.${name}`);
  const form = useForm({ kind: kinds[0] ?? '', name: '', validUntil: '' }, async ({ kind, name, validUntil }) => {
    const until = validUntil ? instantOf(validUntil, 'end', organization.timeZone) : null;
    const made = await api.post<HandedOver>('/devices', { kind, name: name.trim(), validUntil: until });
    refresh();
    onAdded(made);
  });
  return (
    <Dialog open onClose={form.leave(onClose)} maxWidth="xs" fullWidth>
      <form onSubmit={form.submit} noValidate>
        <DialogTitle>{label('add')}</DialogTitle>
        <DialogContent>
          <DialogContentText>{label('add_text')}</DialogContentText>
          <Stack sx={{ gap: 2, mt: 2 }}>
            {form.message && <Alert severity="error">{form.message}</Alert>}
            <TextField select label={label('kind_label')} {...form.bind('kind')}>
              {kinds.map((kind) => (
                <MenuItem key={kind} value={kind}>
                  {label(`kind.${kind}`)}
                </MenuItem>
              ))}
            </TextField>
            <TextField
              label={label('name')}
              {...form.bind('name')}
              autoFocus
              slotProps={{ htmlInput: { maxLength: 80 } }}
            />
            <TextField
              label={label('last_day')}
              type="date"
              {...form.bind('validUntil')}
              slotProps={{ inputLabel: { shrink: true } }}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={form.leave(onClose)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={form.busy}>
            {label('make_code')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
