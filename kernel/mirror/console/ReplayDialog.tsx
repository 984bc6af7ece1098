import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useTranslate } from 'react-admin';
import { api, instantOf, SelectField, useAction, useLabels, useSession } from '../../ui/index.ts';
import type { Mirror } from './types.ts';

type Props = { open: boolean; events: Mirror['events']; onClose: () => void };

/** Asks from which day on missing rows are added to the sheet. */
export function ReplayDialog({ open, events, onClose }: Props) {
  const translate = useTranslate();
  const label = useLabels('console.mirror');
  const { organization } = useSession();
  const { busy, run } = useAction();
  const [day, setDay] = useState('');
  const [event, setEvent] = useState('');
  const submit = async (form: FormEvent) => {
    form.preventDefault();
    const from = instantOf(day, 'start', organization.timeZone);
    const replay = () => api.post('/mirror/replay', { from, ...(event && { event }) });
    if (await run(replay, { done: 'console.mirror.done.replay' })) onClose();
  };
  return (
    <Dialog open={open} onClose={onClose} maxWidth="xs">
      <form onSubmit={submit}>
        <DialogTitle>{label('replay.title')}</DialogTitle>
        <DialogContent>
          <DialogContentText>{label('replay.text')}</DialogContentText>
          <TextField
            type="date"
            required
            fullWidth
            label={label('replay.from')}
            value={day}
            onChange={(change) => setDay(change.target.value)}
            slotProps={{ inputLabel: { shrink: true } }}
            sx={{ mt: 2 }}
          />
          <SelectField
            fullWidth
            label={label('event')}
            value={event}
            onChange={(change) => setEvent(change.target.value)}
            slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
            sx={{ mt: 2 }}
            none={label('replay.all')}
            choices={events.map(({ event: id, name }) => ({ id, name }))}
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} color="inherit">
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={busy || day === ''}>
            {label('replay.confirm')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
