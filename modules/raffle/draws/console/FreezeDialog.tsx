import {
  Alert,
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  FormControlLabel,
  Stack,
  TextField,
} from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import { api, useForm } from '../../../../kernel/ui/index.ts';
import type { Raffle } from '../../raffles/console/useRaffles.ts';
import type { DeskDraw } from './types.ts';

type Props = { raffle: Raffle; again: DeskDraw | undefined; onClose: () => void };

/**
 * Closes the list and names the value that will decide. A redraw also has a reason and an option to leave earlier
 * winners out. It can't be undone.
 */
export function FreezeDialog({ raffle, again, onClose }: Props) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const [ticked, setTicked] = useState(again !== undefined);
  const label = (name: string) => translate(`console.raffle.draw.${name}`);
  const initial = { winners: String(again?.winnersWanted ?? 1), seedSource: '', reason: '' };
  const form = useForm(initial, async ({ winners, seedSource, reason }, idempotencyKey) => {
    const body = { winners: Number(typedNumber(winners, 0)) || 0, seedSource: seedSource.trim() };
    if (again) {
      await api.post(
        `/raffle/draws/${again.id}/redraw`,
        { ...body, reason: reason.trim(), excludeWinners: ticked },
        { idempotencyKey },
      );
    } else await api.post(`/raffle/raffles/${raffle.id}/draws`, { ...body, cancelOpen: ticked }, { idempotencyKey });
    notify('console.raffle.draw.frozen_done', { type: 'success' });
    refresh();
    onClose();
  });
  const open = raffle.counts.reserved > 0;
  return (
    <Dialog open onClose={form.leave(onClose)} maxWidth="sm">
      <form onSubmit={form.submit} noValidate>
        <DialogTitle>{label(again ? 'redraw_title' : 'freeze_title')}</DialogTitle>
        <DialogContent>
          <DialogContentText>{label(again ? 'redraw_text' : 'freeze_text')}</DialogContentText>
          <Stack sx={{ gap: 2, mt: 2 }}>
            {form.message && <Alert severity="error">{form.message}</Alert>}
            {again && (
              <TextField
                label={label('reason')}
                {...form.bind('reason')}
                required
                autoFocus
                slotProps={{ htmlInput: { maxLength: 500 } }}
              />
            )}
            <TextField
              label={label('winners')}
              {...form.bind('winners')}
              slotProps={{ htmlInput: { inputMode: 'numeric' } }}
            />
            <Field form={form} label={label('seed_source')} help={label('seed_source_help')} />
            {(again || open) && (
              <FormControlLabel
                control={<Checkbox checked={ticked} onChange={(event) => setTicked(event.target.checked)} />}
                label={again ? label('exclude') : label('cancel_open')}
              />
            )}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={form.leave(onClose)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color="warning"
            disabled={
              form.busy || form.values.seedSource.trim() === '' || (Boolean(again) && form.values.reason.trim() === '')
            }
          >
            {label(again ? 'redraw' : 'freeze')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type Form = { bind: (name: 'seedSource') => { helperText: string | undefined; value: string } };

function Field({ form, label, help }: { form: Form; label: string; help: string }) {
  const { helperText, ...rest } = form.bind('seedSource');
  return (
    <TextField
      {...rest}
      required
      multiline
      label={label}
      helperText={helperText ?? help}
      slotProps={{ htmlInput: { maxLength: 500 } }}
    />
  );
}
