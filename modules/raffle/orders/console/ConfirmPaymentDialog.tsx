import { TextField, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { useState } from 'react';
import { TillState } from '../../../../kernel/till/console/index.ts';
import { api, FormDialog, useCan, useDone, useForm, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import type { Order } from './types.ts';

type Way = 'transfer' | 'cash';

/** Confirms the money: a transfer seen on the account or on a proof, or cash. The ledger keeps the two apart. */
export function ConfirmPaymentDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const label = useLabels('console.raffle.order');
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
