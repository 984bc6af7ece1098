import { TextField } from '@mui/material';
import { api, FormDialog, useDone, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import type { DeskDraw } from './types.ts';

/** Takes the public value once it is known. The winners follow at once, and nobody can undo it. */
export function SeedDialog({ draw, onClose }: { draw: DeskDraw; onClose: () => void }) {
  const label = useLabels('console.raffle.draw');
  const done = useDone(onClose);
  const form = useForm({ seed: '', again: '' }, async ({ seed }, idempotencyKey) => {
    await api.post(`/raffle/draws/${draw.id}/seed`, { seed: seed.trim() }, { idempotencyKey });
    done('console.raffle.draw.seed_done');
  });
  const { seed, again } = form.values;
  const differs = again !== '' && again.trim() !== seed.trim();
  const words = {
    title: label('seed_title'),
    text: label('seed_text', { source: draw.seedSource }),
    confirm: label('draw_now'),
  };
  const may = seed.trim() !== '' && again.trim() === seed.trim();
  return (
    <FormDialog {...words} form={form} color="warning" may={may} wide onClose={onClose}>
      <TextField {...form.bind('seed')} label={label('seed_value')} autoFocus />
      {/* Twice, since a slip of the finger would choose another winner for good. */}
      <TextField
        {...form.bind('again')}
        label={label('seed_again')}
        error={differs}
        helperText={differs ? label('seed_differs') : undefined}
      />
    </FormDialog>
  );
}
