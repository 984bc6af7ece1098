import { useCallback, useState } from 'react';
import { useNotify, useRefresh } from 'react-admin';
import { isSignedOut } from './light/index.ts';

type Options = { done?: string; refresh?: boolean };

/**
 * Runs one request for a button: busy while it runs, a notice on success, the server's message on refusal. `run`
 * resolves to true on success.
 */
export function useAction() {
  const notify = useNotify();
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const run = useCallback(
    async (action: () => Promise<unknown>, { done, refresh: again = true }: Options = {}): Promise<boolean> => {
      setBusy(true);
      try {
        await action();
        if (done) notify(done, { type: 'success' });
        if (again) refresh();
        return true;
      } catch (error) {
        if (!isSignedOut(error))
          notify(error instanceof Error ? error.message : String(error), { type: 'error', autoHideDuration: 8000 });
        return false;
      } finally {
        setBusy(false);
      }
    },
    [notify, refresh],
  );
  return { busy, run };
}
