import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  TextField,
} from '@mui/material';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { api, useForm } from '../../../../kernel/ui/index.ts';
import type { DeskDraw } from './types.ts';

/** Takes the public value once it is known. The winners follow at once, and nobody can undo it. */
export function SeedDialog({ draw, onClose }: { draw: DeskDraw; onClose: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const label = (name: string, values?: object) => translate(`console.raffle.draw.${name}`, values);
  const form = useForm({ seed: '', again: '' }, async ({ seed }, idempotencyKey) => {
    await api.post(`/raffle/draws/${draw.id}/seed`, { seed: seed.trim() }, { idempotencyKey });
    notify('console.raffle.draw.seed_done', { type: 'success' });
    refresh();
    onClose();
  });
  const { seed, again } = form.values;
  const differs = again !== '' && again.trim() !== seed.trim();
  return (
    <Dialog open onClose={form.leave(onClose)} maxWidth="sm">
      <form onSubmit={form.submit} noValidate>
        <DialogTitle>{label('seed_title')}</DialogTitle>
        <DialogContent>
          <DialogContentText>{label('seed_text', { source: draw.seedSource })}</DialogContentText>
          {form.message && (
            <Alert severity="error" sx={{ mt: 2 }}>
              {form.message}
            </Alert>
          )}
          <TextField {...form.bind('seed')} label={label('seed_value')} autoFocus sx={{ mt: 2 }} />
          {/* Twice, since a slip of the finger would choose another winner for good. */}
          <TextField
            {...form.bind('again')}
            label={label('seed_again')}
            error={differs}
            helperText={differs ? label('seed_differs') : undefined}
            sx={{ mt: 2 }}
          />
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={form.leave(onClose)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color="warning"
            disabled={form.busy || seed.trim() === '' || again.trim() !== seed.trim()}
          >
            {label('draw_now')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
