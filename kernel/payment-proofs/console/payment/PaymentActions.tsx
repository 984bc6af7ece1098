import { Button } from '@mui/material';
import { useRef, useState } from 'react';
import { TillState, useApproval } from '../../../till/console/index.ts';
import { Attempt, api, ConfirmDialog, useAction, useFormat, useLabels } from '../../../ui/index.ts';
import { DenyDialog } from '../desk/DenyDialog.tsx';
import { Signals } from '../desk/Signals.tsx';
import type { Detail } from '../types.ts';
import { RefundDialog } from './RefundDialog.tsx';

type Act = 'verify' | 'deny' | 'mark-paid' | 'refund';

/** Buttons for what this person may do with the payment, as the server says; each asks for confirmation. */
export function PaymentActions({ payment }: { payment: Detail }) {
  const label = useLabels('console.payments');
  const format = useFormat();
  const { busy, run } = useAction();
  const [asking, setAsking] = useState<Act | null>(null);
  // One attempt until the dialog is closed: pressing again after a lost answer does nothing twice, even with another
  // reason.
  const attempt = useRef(new Attempt());
  const ask = (act: Act) => {
    attempt.current = new Attempt();
    setAsking(act);
  };
  const close = () => setAsking(null);
  const { approved, dialog } = useApproval();
  const send = async (act: Act, body: object) => {
    const { id, currency } = payment;
    // A mistaken confirmation is of all that is left, like a refund without an amount.
    const amount = 'amount' in body ? String(body.amount) : payment.amount;
    const post = (idempotencyKey: string) =>
      approved({ what: 'till.refund', subjectId: id, amount, currency }, (approvalId) =>
        api.post(`/payments/${id}/${act}`, { ...body, ...(approvalId && { approvalId }) }, { idempotencyKey }),
      );
    const done = `console.payments.done.${act.replace('-', '_')}`;
    if (await run(() => attempt.current.send(post), { done })) close();
  };
  const may = (action: string) => payment.may.includes(action);
  const values = {
    amount: format.money(payment.amount, payment.currency),
    name: payment.payerName || payment.reference,
  };
  return (
    <>
      {may('deny') && (
        <Button variant="outlined" disabled={busy} onClick={() => ask('deny')}>
          {label('deny.action')}
        </Button>
      )}
      {may('mark_paid') && (
        <Button variant="outlined" disabled={busy} onClick={() => ask('mark-paid')}>
          {label('mark_paid.action')}
        </Button>
      )}
      {may('refund') && (
        <Button variant={payment.owed ? 'contained' : 'outlined'} disabled={busy} onClick={() => ask('refund')}>
          {label('refund.action')}
        </Button>
      )}
      {may('verify') && (
        <Button variant="contained" disabled={busy} onClick={() => ask('verify')}>
          {label('verify.action')}
        </Button>
      )}
      <ConfirmDialog
        open={asking === 'verify'}
        busy={busy}
        title={label('verify.sure', values)}
        text={
          <>
            {payment.proofs.length === 0 && <p>{label('verify.no_proof')}</p>}
            <Signals signals={payment.signals} />
          </>
        }
        confirm={label('verify.action')}
        onConfirm={() => void send('verify', {})}
        onClose={close}
      />
      <ConfirmDialog
        open={asking === 'mark-paid'}
        busy={busy}
        title={label('mark_paid.sure', values)}
        text={
          <>
            {label('mark_paid.text')} <TillState currency={payment.currency} />
          </>
        }
        confirm={label('mark_paid.action')}
        reason={{ label: label('note'), required: false }}
        onConfirm={(note) => void send('mark-paid', { method: 'cash', ...(note && { note }) })}
        onClose={close}
      />
      <DenyDialog
        open={asking === 'deny'}
        busy={busy}
        title={label('deny.title', values)}
        onDeny={(reason) => void send('deny', { reason })}
        onClose={close}
      />
      <RefundDialog
        open={asking === 'refund'}
        busy={busy}
        payment={payment}
        onRefund={(body) => void send('refund', body)}
        onClose={close}
      />
      {dialog}
    </>
  );
}
