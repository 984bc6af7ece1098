import { useTranslate } from 'react-admin';
import { api, ConfirmDialog, useAction } from '../../../../kernel/ui/index.ts';
import type { Order } from './types.ts';

/** Cancels with a reason, which the buyer reads in the chat. */
export function CancelDialog({ order, open, onClose }: { order: Order; open: boolean; onClose: () => void }) {
  const translate = useTranslate();
  const { busy, run } = useAction();
  const label = (name: string) => translate(`console.raffle.order.${name}`);
  const confirm = async (reason: string) => {
    const done = await run(() => api.post(`/raffle/orders/${order.id}/cancel`, { reason: reason.slice(0, 300) }), {
      done: 'console.raffle.order.cancelled',
    });
    if (done) onClose();
  };
  return (
    <ConfirmDialog
      open={open}
      danger
      busy={busy}
      title={label('cancel_title')}
      text={label('cancel_text')}
      confirm={label('cancel')}
      reason={{ label: label('cancel_reason'), required: true }}
      onConfirm={(reason) => void confirm(reason)}
      onClose={onClose}
    />
  );
}
