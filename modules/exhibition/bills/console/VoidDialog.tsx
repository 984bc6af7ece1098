import { useRef } from 'react';
import { useNotify } from 'react-admin';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { useApproval } from '../../../../kernel/till/console/index.ts';
import { Attempt, api, ConfirmDialog, useAction, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import type { Bill, Voided } from './types.ts';

type Props = { bill: Bill | null; onClose: () => void; onDone: () => void };

/** Voids a bill with a reason. The bill stays readable, struck through; nothing is erased. */
export function VoidDialog({ bill, onClose, onDone }: Props) {
  const label = useLabels('console.exhibition.bill');
  const notify = useNotify();
  const format = useFormat();
  const { busy, run } = useAction();
  const { approved, dialog } = useApproval();
  const attempt = useRef(new Attempt());
  // What was taken for it at the desk goes back with it.
  const inIt =
    bill && bill.paidMinor > bill.refundedMinor
      ? formatAmount(bill.paidMinor - bill.refundedMinor, bill.currency)
      : null;
  const confirm = (reason: string) =>
    run(async () => {
      if (!bill) return;
      const about = {
        what: 'exhibition.void',
        subjectId: bill.id,
        ...(inIt !== null && { amount: inIt, currency: bill.currency }),
      };
      const { creditNotes } = await attempt.current.send((idempotencyKey) =>
        approved(about, (approvalId) =>
          api.post<Voided>(
            `/exhibition/bills/${bill.id}/void`,
            { reason, ...(inIt !== null && { refund: true }), ...(approvalId && { approvalId }) },
            { idempotencyKey },
          ),
        ),
      );
      const numbers = creditNotes.map(({ number }) => number).join(', ');
      notify(`console.exhibition.bill.${numbers ? 'void_credited' : 'void_done'}`, {
        type: 'success',
        messageArgs: { numbers },
        ...(numbers && { autoHideDuration: 10_000 }),
      });
      onClose();
      onDone();
    });
  return (
    <>
      <ConfirmDialog
        open={bill !== null}
        danger
        busy={busy}
        title={label('void_title', { amount: bill ? format.money(bill.amount, bill.currency) : '' })}
        text={
          inIt !== null && bill ? label('void_paid', { amount: format.money(inIt, bill.currency) }) : label('void_text')
        }
        confirm={label('void')}
        reason={{ label: label('void_reason'), required: true }}
        onConfirm={(reason) => void confirm(reason)}
        onClose={onClose}
      />
      {dialog}
    </>
  );
}
