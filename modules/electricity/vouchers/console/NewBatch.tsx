import { Box, TextField } from '@mui/material';
import { useRefresh } from 'react-admin';
import { api, FormDialog, SelectField, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import type { Batch } from './batch.ts';

const LABELS = 'console.electricity.batch';

const YEAR_MS = 365 * 86_400_000;

/** A new batch; its sheets are printed next. */
export function NewBatch({ onClose, onMade }: { onClose: () => void; onMade: (batch: Batch) => void }) {
  const refresh = useRefresh();
  const label = useLabels(LABELS);
  const initial = {
    name: '',
    count: '120',
    kind: 'money',
    amount: '1000',
    kwh: '10',
    price: '0',
    expiresOn: new Date(Date.now() + YEAR_MS).toISOString().slice(0, 10),
  };
  const send = async ({ name, count, kind, amount, kwh, price, expiresOn }: typeof initial, idempotencyKey: string) => {
    const value = kind === 'money' ? { amount } : { kwh: Number(kwh), price };
    const body = { name, count: Number(count), expiresOn, ...value };
    const made = await api.post<Batch>('/electricity/voucher-batches', body, { idempotencyKey });
    refresh();
    onClose();
    onMade(made);
  };
  const form = useForm(initial, send, LABELS);
  const kinds = ['money', 'units'].map((id) => ({ id, name: label(id) }));
  const money = form.values.kind === 'money';
  return (
    <FormDialog title={label('add')} confirm={label('make')} form={form} onClose={onClose}>
      <TextField {...form.bind('name')} required autoFocus />
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr' }}>
        <TextField {...form.bind('count', { inputMode: 'numeric' })} />
        <TextField {...form.day('expiresOn')} label={label('expires')} />
        <SelectField {...form.bind('kind')} label={label('value')} choices={kinds} />
        {money ? <TextField {...form.bind('amount')} /> : <TextField {...form.bind('kwh')} label={label('units')} />}
        {!money && <TextField {...form.bind('price')} />}
      </Box>
    </FormDialog>
  );
}
