import { useTranslate } from 'react-admin';
import { api, ConfirmDialog, useAction, useFormat } from '../../../kernel/ui/index.ts';
import type { Bill } from './types.ts';

type Props = { bill: Bill | null; onClose: () => void; onDone: () => void };

/** Voids a bill with a reason. The bill stays readable, struck through; nothing is ever erased. */
export function VoidDialog({ bill, onClose, onDone }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const { busy, run } = useAction();
  const confirm = async (reason: string) => {
    const done = await run(() => api.post(`/exhibition/bills/${bill?.id}/void`, { reason }), {
      done: 'console.exhibition.bill.void_done',
    });
    if (!done) return;
    onClose();
    onDone();
  };
  return (
    <ConfirmDialog
      open={bill !== null}
      danger
      busy={busy}
      title={translate('console.exhibition.bill.void_title', {
        amount: bill ? format.money(bill.amount, bill.currency) : '',
      })}
      text={translate('console.exhibition.bill.void_text')}
      confirm={translate('console.exhibition.bill.void')}
      reason={{ label: translate('console.exhibition.bill.void_reason'), required: true }}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
