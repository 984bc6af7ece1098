import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from './dialogs.tsx';
import { useAction } from './useAction.tsx';

type Question = {
  title: string;
  text: ReactNode;
  /** The button's label. */
  confirm: string;
  /** Red by default. */
  danger?: boolean;
  act: () => Promise<unknown>;
  /** The key of the notice after success, where `act` says nothing itself. */
  done?: string;
  refresh?: boolean;
  after?: () => void;
};

/**
 * A question before an action: `ask` opens it, `dialog` renders it. It closes on success, and stays open when the
 * server refuses.
 */
export function useConfirm(): { ask: (question: Question) => void; dialog: ReactNode } {
  const { busy, run } = useAction();
  const [open, setOpen] = useState(false);
  // Kept while the dialog fades out, so that its text doesn't disappear first.
  const [question, setQuestion] = useState<Question | null>(null);
  const confirm = async ({ act, done, refresh, after }: Question) => {
    if (!(await run(act, { done, refresh }))) return;
    setOpen(false);
    after?.();
  };
  const dialog = question && (
    <ConfirmDialog
      open={open}
      danger={question.danger ?? true}
      busy={busy}
      title={question.title}
      text={question.text}
      confirm={question.confirm}
      onConfirm={() => void confirm(question)}
      onClose={() => setOpen(false)}
    />
  );
  const ask = (next: Question) => {
    setQuestion(next);
    setOpen(true);
  };
  return { ask, dialog };
}
