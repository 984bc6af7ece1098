import { type FormEvent, useState } from 'react';
import { ApiError } from '../../../../kernel/ui/index.ts';

/** A form's request: busy state, the message of a refusal, and the messages beside the fields. */
export function useSubmit(send: () => Promise<void>, onRefused?: (error: ApiError) => boolean) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await send();
    } catch (refusal) {
      const known = refusal instanceof ApiError ? refusal : new ApiError(0, 'unknown', String(refusal));
      if (!onRefused?.(known)) setError(known);
    } finally {
      setBusy(false);
    }
  };
  const fields = error?.fields ?? {};
  return { busy, submit, error, fields, message: error && Object.keys(fields).length === 0 ? error.message : null };
}
