import { Alert, FormControlLabel, Radio, RadioGroup, TextField } from '@mui/material';
import { useEffect, useState } from 'react';
import { useNotify } from 'react-admin';
import { TillState } from '../../../../kernel/till/console/index.ts';
import {
  api,
  type Camelized,
  FormDialog,
  Muted,
  OnlyHere,
  Strong,
  useForm,
  useFormat,
  useLabels,
  useSession,
} from '../../../../kernel/ui/index.ts';
import type { DialogProps } from '../../meters/console/dialogs.ts';
import type { QuoteView } from '../../tariffs/contract.ts';
import type { Purchase } from '../contract.ts';

const LABELS = 'console.electricity.meter';

const PAUSE_MS = 300;

/** Sells units at the desk: the amount shows what it buys; paid in cash now, or later behind the link. */
export function SellDialog({ meter, onClose, onDone }: DialogProps) {
  const notify = useNotify();
  const format = useFormat();
  const { organization } = useSession();
  const label = useLabels(LABELS);
  const [quote, setQuote] = useState<Camelized<QuoteView> | null>(null);
  const send = async ({ amount, cash }: Record<'amount' | 'cash', string>, idempotencyKey: string) => {
    const path = `/electricity/meters/${meter.id}/purchases`;
    const sold = await api.post<Camelized<Purchase>>(path, { amount, cash: cash === 'yes' }, { idempotencyKey });
    if (sold.payLink) await navigator.clipboard?.writeText(sold.payLink).catch(() => undefined);
    const done = sold.state === 'credited' ? 'sold' : sold.payLink ? 'sold_link' : 'sold_waits';
    notify(label(done, { kwh: format.number(sold.wh / 1000) }), { type: 'success' });
    onDone();
  };
  const form = useForm({ amount: '', cash: 'yes' }, send, LABELS);
  const { amount } = form.values;
  useEffect(() => {
    setQuote(null);
    if (!amount.trim()) return undefined;
    const timer = setTimeout(() => {
      api
        .get<Camelized<QuoteView>>('/electricity/tariffs/quote', { amount, meter: meter.id })
        .then(setQuote, () => undefined);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [amount, meter.id]);
  return (
    <FormDialog title={label('sell')} confirm={label('sell')} form={form} onClose={onClose}>
      <TextField {...form.bind('amount')} label={`${label('amount')} (${organization.currency})`} autoFocus />
      <Strong role="status" sx={{ minHeight: '1.5em' }}>
        {quote && `${format.number(quote.wh / 1000)} kWh`}
      </Strong>
      {form.values.cash === 'no' && <OnlyHere />}
      {quote && form.values.cash === 'no' && <Muted>{label('when_paid')}</Muted>}
      {quote?.underWay && (
        <Alert severity="info">
          {label('under_way', {
            amount: format.money(quote.underWay.amount, quote.currency),
            kwh: format.number(quote.underWay.wh / 1000),
          })}
        </Alert>
      )}
      <RadioGroup value={form.values.cash} onChange={(_, value) => form.set('cash', value)}>
        <FormControlLabel value="yes" control={<Radio />} label={label('cash_now')} />
        <FormControlLabel value="no" control={<Radio />} label={label('pay_later')} />
      </RadioGroup>
      {form.values.cash === 'yes' && <TillState />}
    </FormDialog>
  );
}
