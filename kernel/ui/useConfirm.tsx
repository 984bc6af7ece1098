import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from './dialogs.tsx';
import { useAction } from './useAction.ts';

type Question = {
  title: string;
  text: ReactNode;
  /** What the button says. */
  confirm: string;
  /** Red unless said otherwise. */
  danger?: boolean;
  act: () => Promise<unknown>;
  /** The key of the notice when it went through. */
  done: string;
  refresh?: boolean;
  after?: () => void;
};

/**
 * What is asked about before it is done: `ask` opens the question, `dialog` is where it shows. It closes when the act
 * went through, and stays open when the server refused.
 */
export function useConfirm(): { ask: (question: Question) => void; dialog: ReactNode } {
  const { busy, run } = useAction();
  const [open, setOpen] = useState(false);
  // Kept while the dialog fades out, or its text would go before it does.
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
