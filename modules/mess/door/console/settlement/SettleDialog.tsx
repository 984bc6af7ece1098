import { TextField } from '@mui/material';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { api, FormDialog, useForm, useSession } from '../../../../../kernel/ui/index.ts';
import type { Settlement } from '../types.ts';

export type Decision = 'waived' | 'charged' | 'served';
const VERBS = { waived: 'waive', charged: 'charge', served: 'serve' } as const;

type Props = { line: Settlement; decision: Decision; onClose: () => void };

/** Waives a meal, charges it to the student, or counts it as served after all. */
export function SettleDialog({ line, decision, onClose }: Props) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const { organization } = useSession();
  const charging = decision === 'charged';
  const verb = VERBS[decision];
  const label = (name: string) =>
    translate(`console.mess.settlement.${name}`, { name: line.student?.name ?? '', currency: organization.currency });
  const form = useForm({ amount: '', note: '' }, async ({ amount, note }, idempotencyKey) => {
    const body = {
      decision,
      amount: charging ? amount.trim() : undefined,
      note: note.trim() || undefined,
    };
    await api.post(`/mess/settlements/${line.scanId}`, body, { idempotencyKey });
    notify(`console.mess.settlement.done.${decision}`, { type: 'success' });
    refresh();
    onClose();
  });
  return (
    <FormDialog
      title={label(`${verb}_title`)}
      text={label(`${verb}_text`)}
      confirm={label(verb)}
      form={form}
      onClose={onClose}
    >
      {charging && (
        <TextField
          label={label('amount')}
          {...form.bind('amount')}
          autoFocus
          slotProps={{ htmlInput: { inputMode: 'decimal' } }}
        />
      )}
      <TextField
        label={label('note')}
        {...form.bind('note')}
        autoFocus={!charging}
        slotProps={{ htmlInput: { maxLength: 300 } }}
      />
    </FormDialog>
  );
}
