import AttachIcon from '@mui/icons-material/AttachFileOutlined';
import { TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import { TillState } from '../../../../kernel/till/console/index.ts';
import {
  ApiError,
  api,
  FileButton,
  FormDialog,
  request,
  useDone,
  useForm,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import type { CyclePayment } from './types.ts';

type Props = { payment: CyclePayment; onClose: () => void };

/** What all these dialogs share: the payment's texts, and what happens after success. */
function useDecision({ payment, onClose }: Props, kind: string) {
  const translate = useTranslate();
  const format = useFormat();
  const done = useDone(onClose);
  const values = {
    name: payment.student.name,
    cycle: payment.cycle.name,
    amount: format.money(payment.payment?.amount ?? payment.due, payment.currency),
  };
  const label = (name: string) => translate(`console.mess.payment.${name}`, values);
  return {
    label,
    words: { title: label(`${kind}_title`), text: label(`${kind}_text`), confirm: label(kind), onClose },
    done: (key: string) => done(`console.mess.payment.done.${key}`),
  };
}

/** Confirms that the money has come. */
export function VerifyDialog(props: Props) {
  const { label, words, done } = useDecision(props, 'verify');
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
    <FormDialog {...words} form={form}>
      <TextField {...form.bind('transactionReference')} label={label('transaction')} autoFocus />
      <TextField {...form.bind('note', { maxLength: 500 })} label={label('note')} />
    </FormDialog>
  );
}

/** Records cash. */
export function CashDialog(props: Props) {
  const { payment } = props;
  const { label, words, done } = useDecision(props, 'cash');
  const form = useForm({ note: '' }, async ({ note }, idempotencyKey) => {
    const body = { cycleId: payment.cycle.id, note: note.trim() || undefined };
    await api.post(`/mess/students/${payment.student.id}/cash`, body, { idempotencyKey });
    done('cash');
  });
  return (
    <FormDialog {...words} form={form}>
      <TillState currency={payment.currency} />
      <TextField {...form.bind('note', { maxLength: 500 })} label={label('note')} autoFocus />
    </FormDialog>
  );
}

/** Gives grace: accepted, but not yet on the statement. */
export function GraceDialog(props: Props) {
  const { label, words, done } = useDecision(props, 'grace');
  const form = useForm({ days: '' }, async ({ days }, idempotencyKey) => {
    const body = days.trim() ? { days: Number(typedNumber(days, 0)) } : {};
    await api.post(`/mess/payments/${props.payment.id}/grace`, body, { idempotencyKey });
    done('grace');
  });
  const field = form.bind('days', { inputMode: 'numeric' });
  return (
    <FormDialog {...words} form={form}>
      <TextField
        {...field}
        label={label('grace_days')}
        helperText={field.helperText ?? label('grace_help')}
        autoFocus
      />
    </FormDialog>
  );
}

/**
 * Adds a proof that came another way: on paper, by mail, shown at the desk. It waits on the evidence desk like any
 * other.
 */
export function ProofDialog(props: Props) {
  const { payment } = props;
  const { label, words, done } = useDecision(props, 'add_proof');
  const [file, setFile] = useState<File | null>(null);
  const form = useForm({ transactionReference: '' }, async (values, idempotencyKey) => {
    const transactionReference = values.transactionReference.trim() || undefined;
    if (!file && !transactionReference) throw new ApiError(400, 'empty', label('add_proof_empty'));
    const fileId = file ? await upload(file) : undefined;
    const body = { cycleId: payment.cycle.id, fileId, transactionReference };
    await api.post(`/mess/students/${payment.student.id}/proofs`, body, { idempotencyKey });
    done('proof');
  });
  return (
    <FormDialog {...words} form={form}>
      <FileButton
        accept="image/*,application/pdf"
        startIcon={<AttachIcon />}
        sx={{ alignSelf: 'flex-start' }}
        onFile={setFile}
      >
        {file?.name ?? label('choose_file')}
      </FileButton>
      <TextField {...form.bind('transactionReference')} label={label('transaction')} />
    </FormDialog>
  );
}

async function upload(file: File): Promise<string> {
  const body = new FormData();
  body.append('file', file);
  const query = { purpose: 'payments.proof' };
  return (await request<{ id: string }>('/files', { method: 'POST', query, body })).data.id;
}
