import { useState } from 'preact/hooks';
import { ApiError } from '../../../../kernel/ui/light/index.ts';

/** Work that a person waits for: whether it runs, and why it was refused, in a sentence. */
export function useTry() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (reason) {
      setError(sentence(reason));
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, setError, attempt };
}

export const sentence = (reason: unknown): string =>
  reason instanceof ApiError ? Object.values(reason.fields)[0] || reason.message : String(reason);
