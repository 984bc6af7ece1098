import { useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Attempt, ConfirmDialog, useAction, useLabels } from '../../ui/index.ts';

export type Send = (id: string, said: object, options: { idempotencyKey: string }) => Promise<unknown>;

/**
 * What a person says about something at a provider, with a note: `ask(id, outcome)` opens the question, `dialog` renders
 * it.
 * @param send tells the server
 * @param labels where the questions' texts are
 */
export function useSettle<Outcome extends string>(send: Send, labels: string, settled?: () => void) {
  const translate = useTranslate();
  const label = useLabels(labels);
  const { busy, run } = useAction();
  const [asking, setAsking] = useState<{ id: string; outcome: Outcome } | null>(null);
  // One until the dialog is closed: pressing again after a lost answer settles nothing twice.
  const attempt = useRef(new Attempt());
  const ask = (id: string, outcome: Outcome) => {
    attempt.current = new Attempt();
    setAsking({ id, outcome });
  };
  const settle = async (note: string) => {
    if (!asking) return;
    const { id, outcome } = asking;
    const once = (idempotencyKey: string) => send(id, { outcome, note }, { idempotencyKey });
    if (!(await run(() => attempt.current.send(once), { done: 'console.payments.attempts.done.settled' }))) return;
    setAsking(null);
    settled?.();
  };
  const dialog = asking && (
    <ConfirmDialog
      open
      busy={busy}
      title={label(`sure_${asking.outcome}`)}
      text={label(`sure_${asking.outcome}_text`)}
      confirm={label(asking.outcome)}
      reason={{ label: translate('console.payments.note'), required: true }}
      onConfirm={(note) => void settle(note)}
      onClose={() => setAsking(null)}
    />
  );
  return { ask, dialog };
}
