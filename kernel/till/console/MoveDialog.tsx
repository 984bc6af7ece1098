import { TextField } from '@mui/material';
import { useNotify } from 'react-admin';
import { openDrawer } from '../../documents/console/index.ts';
import { api, FormDialog, useForm, useLabels } from '../../ui/index.ts';
import type { Move } from '../contract.ts';
import type { Session } from './types.ts';
import { useApproval } from './useApproval.tsx';

type Props = { session: Session; kind: Move; onDone: () => Promise<unknown>; onClose: () => void };

/** More change, a pay-in, a pay-out, a drop, or the drawer opened; a supervisor approves it where that is wanted. */
export function MoveDialog({ session, kind, onDone, onClose }: Props) {
  const label = useLabels('console.till');
  const notify = useNotify();
  const { approved, dialog } = useApproval();
  const money = kind !== 'no_sale';
  const form = useForm({ amount: '', reason: '' }, async ({ amount, reason }, idempotencyKey) => {
    const about = {
      what: money ? 'till.pay_out' : 'till.no_sale',
      subjectId: session.id,
      ...(money && { amount, currency: session.currency }),
    };
    await approved(about, (approvalId) =>
      api.post(
        `/till/sessions/${session.id}/movements`,
        { kind, reason: reason.trim(), ...(money && { amount }), ...(approvalId && { approvalId }) },
        { idempotencyKey },
      ),
    );
    // It moved in the books: only now the drawer opens, and a printer that is off must not undo that.
    void openDrawer().catch(() => undefined);
    notify(label('moved_ok'), { type: 'success' });
    await onDone();
  });
  return (
    <>
      <FormDialog
        title={label(`move.${kind}`)}
        text={label(`move.${kind}_text`)}
        confirm={label(`move.${kind}`)}
        form={form}
        onClose={onClose}
      >
        {money && (
          <TextField
            autoFocus
            label={`${label('amount')} (${session.currency})`}
            {...form.bind('amount', { inputMode: 'decimal', maxLength: 30 })}
          />
        )}
        <TextField
          autoFocus={!money}
          required={kind !== 'float' && kind !== 'drop'}
          label={label('reason')}
          {...form.bind('reason', { maxLength: 500 })}
        />
      </FormDialog>
      {dialog}
    </>
  );
}
