import { TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { api, FormDialog, useDone, useForm, useSession } from '../../../../../kernel/ui/index.ts';
import type { Settlement } from '../types.ts';

export type Decision = 'waived' | 'charged' | 'served';
export const VERBS = { waived: 'waive', charged: 'charge', served: 'serve' } as const;

type Props = { line: Settlement; decision: Decision; onClose: () => void };

/** Waives a meal, charges it to the student, or counts it as served after all. */
export function SettleDialog({ line, decision, onClose }: Props) {
  const translate = useTranslate();
  const done = useDone(onClose);
  const { organization } = useSession();
  const charging = decision === 'charged';
  const verb = VERBS[decision];
  const label = (name: string) =>
    translate(`console.mess.settlement.${name}`, { name: line.student?.name ?? '', currency: organization.currency });
  const form = useForm({ amount: '', note: '' }, async ({ amount, note }, idempotencyKey) => {
    const body = { decision, amount: charging ? amount.trim() : undefined, note: note.trim() || undefined };
    await api.post(`/mess/settlements/${line.scanId}`, body, { idempotencyKey });
    done(`console.mess.settlement.done.${decision}`);
  });
  const words = { title: label(`${verb}_title`), text: label(`${verb}_text`), confirm: label(verb) };
  return (
    <FormDialog {...words} form={form} onClose={onClose}>
      {charging && <TextField {...form.bind('amount', { inputMode: 'decimal' })} label={label('amount')} autoFocus />}
      <TextField {...form.bind('note', { maxLength: 300 })} label={label('note')} autoFocus={!charging} />
    </FormDialog>
  );
}
