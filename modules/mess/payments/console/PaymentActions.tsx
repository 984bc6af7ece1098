import ProofIcon from '@mui/icons-material/ReceiptOutlined';
import { Button } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { api, ConfirmDialog, useAction, useCan, useLabels } from '../../../../kernel/ui/index.ts';
import { CashDialog, GraceDialog, ProofDialog, VerifyDialog } from './dialogs.tsx';
import type { CyclePayment } from './types.ts';

type Question = 'verify' | 'deny' | 'cash' | 'grace' | 'add_proof';

/** The actions of a cycle's payment; the proof itself is shown on the evidence desk. */
export function PaymentActions({ payment }: { payment: CyclePayment }) {
  const label = useLabels('console.mess.payment');
  const can = useCan();
  const { busy, run } = useAction();
  const [question, setQuestion] = useState<Question | null>(null);
  const close = () => setQuestion(null);
  const uploaded = payment.state === 'uploaded';
  const open = payment.state === 'none' || payment.state === 'denied';
  const offers: [Question, boolean][] = [
    ['verify', uploaded && can('payments.verify')],
    ['deny', uploaded && can('payments.verify')],
    ['grace', uploaded && can('mess.payment.write')],
    // A user who may decide about proofs may also add one.
    ['add_proof', open && can('payments.verify') && can('mess.payment.write')],
    ['cash', open && can('payments.verify')],
  ];
  const deny = async (reason: string) => {
    const done = 'console.mess.payment.done.deny';
    if (await run(() => api.post(`/mess/payments/${payment.id}/deny`, { reason }), { done })) close();
  };
  return (
    <>
      {payment.payment && can('payments.read') && (
        <Button size="small" startIcon={<ProofIcon />} component={Link} to={`/payments/${payment.payment.id}`}>
          {label(uploaded ? 'proof' : 'open')}
        </Button>
      )}
      {offers.map(
        ([what, offered]) =>
          offered && (
            <Button
              key={what}
              size="small"
              variant={what === 'verify' ? 'contained' : 'outlined'}
              color={what === 'deny' ? 'error' : 'primary'}
              onClick={() => setQuestion(what)}
            >
              {label(what)}
            </Button>
          ),
      )}
      {question === 'verify' && <VerifyDialog payment={payment} onClose={close} />}
      {question === 'cash' && <CashDialog payment={payment} onClose={close} />}
      {question === 'add_proof' && <ProofDialog payment={payment} onClose={close} />}
      {question === 'grace' && <GraceDialog payment={payment} onClose={close} />}
      <ConfirmDialog
        open={question === 'deny'}
        danger
        busy={busy}
        title={label('deny_title', { name: payment.student.name })}
        text={label('deny_text')}
        confirm={label('deny')}
        reason={{ label: label('denialReason'), required: true }}
        onConfirm={(reason) => void deny(reason)}
        onClose={close}
      />
    </>
  );
}
