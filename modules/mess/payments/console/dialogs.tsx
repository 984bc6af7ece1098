import { TextField } from '@mui/material';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import { TillState } from '../../../../kernel/till/console/index.ts';
import { api, FormDialog, useForm, useFormat } from '../../../../kernel/ui/index.ts';
import type { CyclePayment } from './types.ts';

type Props = { payment: CyclePayment; onClose: () => void };

/** What all three dialogs share: the payment's text, and what happens after success. */
function useDecision({ payment, onClose }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const notify = useNotify();
  const refresh = useRefresh();
  const values = {
    name: payment.student.name,
    cycle: payment.cycle.name,
    amount: format.money(payment.payment?.amount ?? payment.due, payment.currency),
  };
  return {
    label: (name: string) => translate(`console.mess.payment.${name}`, values),
    done: (key: string) => {
      notify(`console.mess.payment.done.${key}`, { type: 'success' });
      refresh();
      onClose();
    },
  };
}

/** Confirms that the money has come. */
export function VerifyDialog(props: Props) {
  const { label, done } = useDecision(props);
  const form = useForm({ transactionReference: '', note: '' }, async (values, idempotencyKey) => {
    const body = {
      transactionReference: values.transactionReference.trim() || undefined,
      note: values.note.trim() || undefined,
    };
    const path = `/mess/payments/${props.payment.id}/verify`;
    const after = await api.post<CyclePayment>(path, body, { idempotencyKey });
    // Above the two-person limit the first approval is stored, and another person confirms.
    done(after.state === 'verified' ? 'verify' : 'first');
  });
  return (
    <FormDialog
      title={label('verify_title')}
      text={label('verify_text')}
      confirm={label('verify')}
      form={form}
      onClose={props.onClose}
    >
      <TextField label={label('transaction')} {...form.bind('transactionReference')} autoFocus />
      <TextField label={label('note')} {...form.bind('note')} slotProps={{ htmlInput: { maxLength: 500 } }} />
    </FormDialog>
  );
}

/** Records cash. */
export function CashDialog(props: Props) {
  const { payment } = props;
  const { label, done } = useDecision(props);
  const form = useForm({ note: '' }, async ({ note }, idempotencyKey) => {
    const body = { cycleId: payment.cycle.id, note: note.trim() || undefined };
    await api.post(`/mess/students/${payment.student.id}/cash`, body, { idempotencyKey });
    done('cash');
  });
  return (
    <FormDialog
      title={label('cash_title')}
      text={label('cash_text')}
      confirm={label('cash')}
      form={form}
      onClose={props.onClose}
    >
      <TillState currency={payment.currency} />
      <TextField label={label('note')} {...form.bind('note')} autoFocus slotProps={{ htmlInput: { maxLength: 500 } }} />
    </FormDialog>
  );
}

/** Gives grace: accepted, but not yet on the statement. */
export function GraceDialog(props: Props) {
  const { label, done } = useDecision(props);
  const form = useForm({ days: '' }, async ({ days }, idempotencyKey) => {
    const body = days.trim() ? { days: Number(typedNumber(days, 0)) } : {};
    await api.post(`/mess/payments/${props.payment.id}/grace`, body, { idempotencyKey });
    done('grace');
  });
  const { helperText, ...field } = form.bind('days');
  return (
    <FormDialog
      title={label('grace_title')}
      text={label('grace_text')}
      confirm={label('grace')}
      form={form}
      onClose={props.onClose}
    >
      <TextField
        label={label('grace_days')}
        {...field}
        helperText={helperText ?? label('grace_help')}
        autoFocus
        slotProps={{ htmlInput: { inputMode: 'numeric' } }}
      />
    </FormDialog>
  );
}
