import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  Stack,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
} from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { TillState } from '../../../../kernel/till/console/index.ts';
import { api, useCan, useForm, useFormat } from '../../../../kernel/ui/index.ts';
import type { Order } from './types.ts';

type Way = 'transfer' | 'cash';

/** Confirms the money: a transfer seen on the account or on a proof, or cash. The ledger keeps the two apart. */
export function ConfirmPaymentDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const notify = useNotify();
  const refresh = useRefresh();
  const can = useCan();
  const awaiting = order.payment?.state === 'awaiting' && order.state === 'pending_payment';
  const late = order.state === 'expired';
  const mayCash = awaiting && can('payments.verify');
  const [way, setWay] = useState<Way>('transfer');
  const label = (name: string) => translate(`console.raffle.order.${name}`);
  const form = useForm({ transactionReference: '', note: '' }, async (values, idempotencyKey) => {
    const note = values.note.trim() || undefined;
    if (way === 'cash') {
      await api.post(`/payments/${order.payment?.id}/mark-paid`, { method: 'cash', note }, { idempotencyKey });
    } else {
      const transactionReference = values.transactionReference.trim() || undefined;
      const body = { transactionReference, note, ...(late && { late }) };
      await api.post(`/raffle/orders/${order.id}/confirm-payment`, body, { idempotencyKey });
    }
    notify('console.raffle.order.payment_done', { type: 'success' });
    refresh();
    onClose();
  });
  const amount = format.money(order.payment?.amount ?? order.amount, order.currency);
  return (
    <Dialog open onClose={form.leave(onClose)} maxWidth="xs">
      <form onSubmit={form.submit} noValidate>
        <DialogTitle>{translate('console.raffle.order.payment_title', { amount })}</DialogTitle>
        <DialogContent>
          <DialogContentText>{label(late ? 'payment_late' : 'payment_text')}</DialogContentText>
          <Stack sx={{ gap: 2, mt: 2 }}>
            {form.message && <Alert severity="error">{form.message}</Alert>}
            {mayCash && (
              <ToggleButtonGroup
                exclusive
                fullWidth
                value={way}
                onChange={(_, next: Way | null) => next && setWay(next)}
              >
                <ToggleButton value="transfer">{label('transfer')}</ToggleButton>
                <ToggleButton value="cash">{label('cash')}</ToggleButton>
              </ToggleButtonGroup>
            )}
            {way === 'cash' && <TillState currency={order.currency} />}
            {way === 'transfer' && (
              <TextField label={label('transaction')} {...form.bind('transactionReference')} autoFocus />
            )}
            <TextField label={label('note')} {...form.bind('note')} slotProps={{ htmlInput: { maxLength: 500 } }} />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={form.leave(onClose)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={form.busy}>
            {label('confirm_payment')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
