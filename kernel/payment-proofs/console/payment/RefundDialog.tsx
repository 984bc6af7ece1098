import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  MenuItem,
  Radio,
  RadioGroup,
  Stack,
  TextField,
} from '@mui/material';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { formatAmount } from '../../../lib/money.ts';
import { isOpen } from '../../../payment-providers/contract.ts';
import { PAYMENT_METHODS } from '../../../payments/contract.ts';
import { Caption, Strong, useFormat, useLabels, useLeave } from '../../../ui/index.ts';
import type { Detail } from '../types.ts';

type Kind = 'by_provider' | 'paid_back' | 'mistaken';
type Refund = {
  reason: string;
  expectedRefunded: string;
  amount?: string;
  method?: string;
  byProvider?: boolean;
  mistaken?: boolean;
};
const KINDS: Kind[] = ['by_provider', 'paid_back', 'mistaken'];
type Props = { open: boolean; busy: boolean; payment: Detail; onRefund: (refund: Refund) => void; onClose: () => void };

/**
 * Three different cases: a provider is asked to give money back, staff gave it back, or the money never came. The
 * ledger distinguishes them.
 */
export function RefundDialog({ open, busy, payment, onRefund, onClose }: Props) {
  const translate = useTranslate();
  const label = useLabels('console.payments.refund');
  const format = useFormat();
  const [kind, setKind] = useState<Kind>('paid_back');
  const [method, setMethod] = useState<string>(payment.method);
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  // As it was when the dialog opened, which is what the person saw.
  const [expectedRefunded, setExpectedRefunded] = useState('');
  const close = useLeave(() => open && !busy && reason.trim() !== '')(onClose);
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening resets the form; later changes keep what was typed
  useEffect(() => {
    if (!open) return;
    setKind(payment.byProvider ? 'by_provider' : 'paid_back');
    setAmount('');
    setMethod(payment.method);
    setReason('');
    setExpectedRefunded(given(payment));
  }, [open]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    onRefund({
      reason: reason.trim(),
      expectedRefunded,
      ...(kind !== 'mistaken' && amount.trim() && { amount: amount.trim() }),
      ...(kind === 'mistaken' ? { mistaken: true } : kind === 'by_provider' ? { byProvider: true } : { method }),
    });
  };
  return (
    <Dialog open={open} onClose={close} maxWidth="xs" fullWidth>
      <form onSubmit={submit}>
        <DialogTitle>
          {label('title', {
            amount: format.money(payment.amount, payment.currency),
            name: payment.payerName || payment.reference,
          })}
        </DialogTitle>
        <DialogContent>
          <Stack sx={{ gap: 2 }}>
            <RadioGroup value={kind} onChange={(_, next) => setKind(next as typeof kind)}>
              {KINDS.filter((each) => each !== 'by_provider' || payment.byProvider).map((each) => (
                <FormControlLabel
                  key={each}
                  value={each}
                  control={<Radio />}
                  sx={{ alignItems: 'flex-start', '& .MuiRadio-root': { pt: 0.5 }, mb: 1 }}
                  label={
                    <>
                      <Strong variant="body2">{label(each)}</Strong>
                      <Caption>{label(`${each}_text`)}</Caption>
                    </>
                  }
                />
              ))}
            </RadioGroup>
            {kind !== 'mistaken' && (
              <TextField
                label={label('amount')}
                placeholder={payment.amount}
                value={amount}
                onChange={(event) => setAmount(event.target.value)}
                slotProps={{ htmlInput: { inputMode: 'decimal', maxLength: 30 }, inputLabel: { shrink: true } }}
              />
            )}
            {kind === 'paid_back' && (
              <TextField
                select
                label={label('method')}
                value={method}
                onChange={(event) => setMethod(event.target.value)}
              >
                {PAYMENT_METHODS.filter((each) => each !== 'credit' || payment.may.includes('refund_to_credit')).map(
                  (each) => (
                    <MenuItem key={each} value={each}>
                      {translate(`console.payments.method.${each}`)}
                    </MenuItem>
                  ),
                )}
              </TextField>
            )}
            {kind === 'mistaken' && <Alert severity="warning">{label('mistaken_warning')}</Alert>}
            <TextField
              required
              label={label('reason')}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              slotProps={{ htmlInput: { maxLength: 500 } }}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close} color="inherit">
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" color="error" disabled={busy || reason.trim() === ''}>
            {label(kind === 'mistaken' ? 'mistaken_action' : 'action')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** What was given back of a payment, or is on its way back at its provider, as decimal text. */
function given({ refundedMinor, currency, attempts }: Detail): string {
  const underWay = attempts.filter(({ kind, state }) => kind === 'refund' && isOpen(state));
  return formatAmount(
    underWay.reduce((sum, { amountMinor }) => sum + amountMinor, refundedMinor),
    currency,
  );
}
