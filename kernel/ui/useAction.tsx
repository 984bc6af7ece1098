import { useCallback, useState } from 'react';
import { useNotify, useRefresh } from 'react-admin';
import { isSignedOut } from './light/index.ts';
import { UndoButton } from './UndoButton.tsx';

type Options = {
  done?: string;
  refresh?: boolean;
  /** The request that takes it back, where there is one: the notice then has a button for it. */
  undo?: () => Promise<unknown>;
};

/** Long enough to read what was done and to change one's mind. */
const UNDO_MS = 8000;

/**
 * Runs one request for a button: busy while it runs, a notice on success, the server's message on refusal. `run`
 * resolves to true on success.
 */
export function useAction() {
  const notify = useNotify();
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const run = useCallback(
    async (action: () => Promise<unknown>, { done, refresh: again = true, undo }: Options = {}): Promise<boolean> => {
      const fail = (error: unknown) => {
        if (!isSignedOut(error))
          notify(error instanceof Error ? error.message : String(error), { type: 'error', autoHideDuration: UNDO_MS });
      };
      // The page that did it may be gone by then; it refreshes whatever is shown.
      const takeBack = () =>
        void undo?.().then(() => {
          notify('console.undone', { type: 'success' });
          refresh();
        }, fail);
      setBusy(true);
      try {
        await action();
        const offer = undo && { action: <UndoButton onUndo={takeBack} />, autoHideDuration: UNDO_MS };
        if (done) notify(done, { type: 'success', ...offer });
        if (again) refresh();
        return true;
      } catch (error) {
        fail(error);
        return false;
      } finally {
        setBusy(false);
      }
    },
    [notify, refresh],
  );
  return { busy, run };
}
