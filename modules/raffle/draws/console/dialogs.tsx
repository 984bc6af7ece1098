import { Checkbox, FormControlLabel, TextField } from '@mui/material';
import { useState } from 'react';
import type { Static } from 'typebox';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import { api, type Camelized, FormDialog, useDone, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import type { Raffle } from '../../raffles/console/useRaffles.ts';
import type * as draws from '../contract.ts';

export type DeskDraw = Camelized<Static<typeof draws.DeskDraw>>;

const LABELS = 'console.raffle.draw';

type Props = { raffle: Raffle; again: DeskDraw | undefined; onClose: () => void };

/**
 * Closes the list and names the value that will decide. A redraw also has a reason and an option to leave earlier
 * winners out. It can't be undone.
 */
export function FreezeDialog({ raffle, again, onClose }: Props) {
  const label = useLabels(LABELS);
  const done = useDone(onClose);
  const [ticked, setTicked] = useState(again !== undefined);
  const initial = { winners: String(again?.winnersWanted ?? 1), seedSource: '', reason: '' };
  const send = async (values: typeof initial, idempotencyKey: string) => {
    const body = { winners: Number(typedNumber(values.winners, 0)) || 0, seedSource: values.seedSource.trim() };
    if (again) {
      const redraw = { ...body, reason: values.reason.trim(), excludeWinners: ticked };
      await api.post(`/raffle/draws/${again.id}/redraw`, redraw, { idempotencyKey });
    } else await api.post(`/raffle/raffles/${raffle.id}/draws`, { ...body, cancelOpen: ticked }, { idempotencyKey });
    done('console.raffle.draw.frozen_done');
  };
  const form = useForm(initial, send, LABELS);
  const kind = again ? 'redraw' : 'freeze';
  const filled = form.values.seedSource.trim() !== '' && (!again || form.values.reason.trim() !== '');
  const words = { title: label(`${kind}_title`), text: label(`${kind}_text`), confirm: label(kind) };
  return (
    <FormDialog {...words} form={form} color="warning" may={filled} wide onClose={onClose}>
      {again && <TextField {...form.bind('reason', { maxLength: 500 })} required autoFocus />}
      <TextField {...form.bind('winners', { inputMode: 'numeric' })} />
      <TextField
        {...form.bind('seedSource', { help: 'seed_source_help', maxLength: 500 })}
        label={label('seed_source')}
        required
        multiline
      />
      {(again || raffle.counts.reserved > 0) && (
        <FormControlLabel
          control={<Checkbox checked={ticked} onChange={(event) => setTicked(event.target.checked)} />}
          label={again ? label('exclude') : label('cancel_open')}
        />
      )}
    </FormDialog>
  );
}

/** Takes the public value once it is known. The winners follow at once, and nobody can undo it. */
export function SeedDialog({ draw, onClose }: { draw: DeskDraw; onClose: () => void }) {
  const label = useLabels(LABELS);
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
