import { Box, MenuItem, TextField } from '@mui/material';
import { useRefresh, useTranslate } from 'react-admin';
import { api, FormDialog, useForm } from '../../../../kernel/ui/index.ts';
import type { Batch } from './batch.ts';

const YEAR_MS = 365 * 86_400_000;

/** A new batch; its sheets are printed next. */
export function NewBatch({ onClose, onMade }: { onClose: () => void; onMade: (batch: Batch) => void }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const label = (name: string) => translate(`console.electricity.batch.${name}`);
  const initial = {
    name: '',
    count: '120',
    kind: 'money',
    amount: '1000',
    kwh: '10',
    price: '0',
    expiresOn: new Date(Date.now() + YEAR_MS).toISOString().slice(0, 10),
  };
  const form = useForm(initial, async ({ name, count, kind, amount, kwh, price, expiresOn }, idempotencyKey) => {
    const value = kind === 'money' ? { amount } : { kwh: Number(kwh), price };
    const body = { name, count: Number(count), expiresOn, ...value };
    const made = await api.post<Batch>('/electricity/voucher-batches', body, { idempotencyKey });
    refresh();
    onClose();
    onMade(made);
  });
  const day = { type: 'date', slotProps: { inputLabel: { shrink: true } } } as const;
  const money = form.values.kind === 'money';
  return (
    <FormDialog title={label('add')} confirm={label('make')} form={form} onClose={onClose}>
      <TextField label={label('name')} {...form.bind('name')} required autoFocus />
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr' }}>
        <TextField label={label('count')} {...form.bind('count')} slotProps={{ htmlInput: { inputMode: 'numeric' } }} />
        <TextField label={label('expires')} {...form.bind('expiresOn')} {...day} />
        <TextField select label={label('value')} {...form.bind('kind')}>
          <MenuItem value="money">{label('money')}</MenuItem>
          <MenuItem value="units">{label('units')}</MenuItem>
        </TextField>
        {money ? (
          <TextField label={label('amount')} {...form.bind('amount')} />
        ) : (
          <TextField label={label('units')} {...form.bind('kwh')} />
        )}
        {!money && <TextField label={label('price')} {...form.bind('price')} />}
      </Box>
    </FormDialog>
  );
}
