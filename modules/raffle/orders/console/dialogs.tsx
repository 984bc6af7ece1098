import { TextField, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { useState } from 'react';
import { TillState } from '../../../../kernel/till/console/index.ts';
import { api, FormDialog, useCan, useDone, useForm, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import { labels } from '../../numbers/label.rule.ts';
import type { Order } from './types.ts';

const LABELS = 'console.raffle.order';

type Way = 'transfer' | 'cash';

/** Confirms the money: a transfer seen on the account or on a proof, or cash. The ledger keeps the two apart. */
export function ConfirmPaymentDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  const done = useDone(onClose);
  const can = useCan();
  const awaiting = order.payment?.state === 'awaiting' && order.state === 'pending_payment';
  const late = order.state === 'expired';
  const mayCash = awaiting && can('payments.verify');
  const [way, setWay] = useState<Way>('transfer');
  const form = useForm({ transactionReference: '', note: '' }, async (values, idempotencyKey) => {
    const note = values.note.trim() || undefined;
    if (way === 'cash') {
      await api.post(`/payments/${order.payment?.id}/mark-paid`, { method: 'cash', note }, { idempotencyKey });
    } else {
      const transactionReference = values.transactionReference.trim() || undefined;
      const body = { transactionReference, note, ...(late && { late }) };
      await api.post(`/raffle/orders/${order.id}/confirm-payment`, body, { idempotencyKey });
    }
    done('console.raffle.order.payment_done');
  });
  const amount = format.money(order.payment?.amount ?? order.amount, order.currency);
  const words = {
    title: label('payment_title', { amount }),
    text: label(late ? 'payment_late' : 'payment_text'),
    confirm: label('confirm_payment'),
  };
  return (
    <FormDialog {...words} form={form} onClose={onClose}>
      {mayCash && (
        <ToggleButtonGroup exclusive fullWidth value={way} onChange={(_, next: Way | null) => next && setWay(next)}>
          <ToggleButton value="transfer">{label('transfer')}</ToggleButton>
          <ToggleButton value="cash">{label('cash')}</ToggleButton>
        </ToggleButtonGroup>
      )}
      {way === 'cash' && <TillState currency={order.currency} />}
      {way === 'transfer' && (
        <TextField {...form.bind('transactionReference')} label={label('transaction')} autoFocus />
      )}
      <TextField {...form.bind('note', { maxLength: 500 })} label={label('note')} />
    </FormDialog>
  );
}

const numbersIn = (text: string) => (text.match(/\d+/g) ?? []).map(Number);

/** Other numbers for an order whose own were gone when the money came: as many as were paid for. */
export function ReplaceDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const label = useLabels(LABELS);
  const done = useDone(onClose);
  const count = order.numbers.length;
  const send = async ({ numbers }: { numbers: string }) => {
    await api.post(`/raffle/orders/${order.id}/replace-numbers`, { numbers: numbersIn(numbers) });
    done('console.raffle.order.replaced');
  };
  const form = useForm({ numbers: '' }, send, LABELS);
  const words = {
    title: label('replace_title'),
    text: label('replace_text', { smart_count: count, numbers: labels(order.numbers, order.raffle.digits) }),
    confirm: label('replace'),
  };
  return (
    <FormDialog {...words} form={form} may={numbersIn(form.values.numbers).length === count} onClose={onClose}>
      <TextField {...form.bind('numbers')} autoFocus placeholder="5, 12, 99" />
    </FormDialog>
  );
}
