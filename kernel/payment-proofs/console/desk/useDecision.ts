import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { Payment } from '../../../payments/console/index.ts';
import { ApiError, api, isSignedOut } from '../../../ui/index.ts';

export type Verb = 'verify' | 'deny';
export type Trouble = {
  paymentId: string;
  message: string;
  /** No answer came: the decision may or may not be stored. Sending again with the same key is safe. */
  unknown: boolean;
  again: () => void;
};
export type Decided = { verb: Verb; payment: Payment };

/**
 * Sends one decision at a time. A request without an answer keeps its Idempotency-Key, so that sending again does
 * nothing twice. A refusal (another person was first, the state changed) shows the server's message, and the page
 * reloads its data.
 */
export function useDecision(done: (decided: Decided) => void) {
  const client = useQueryClient();
  const [busy, setBusy] = useState<Verb | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [last, setLast] = useState<Decided | null>(null);
  const running = useRef(false);
  const keys = useRef(new Map<string, string>());
  const latest = useRef(done);
  latest.current = done;

  const decide = useCallback(
    async (verb: Verb, paymentId: string, body: Record<string, string>): Promise<void> => {
      if (running.current) return;
      running.current = true;
      setBusy(verb);
      setTrouble(null);
      const what = JSON.stringify([verb, paymentId, body]);
      const idempotencyKey = keys.current.get(what) ?? crypto.randomUUID();
      keys.current.set(what, idempotencyKey);
      try {
        const payment = await api.post<Payment>(`/payments/${paymentId}/${verb}`, body, { idempotencyKey });
        keys.current.delete(what);
        setLast({ verb, payment });
        latest.current({ verb, payment });
      } catch (error) {
        const unknown = error instanceof ApiError && (error.status === 0 || error.status >= 500);
        if (!unknown) keys.current.delete(what);
        if (!isSignedOut(error)) {
          const message = error instanceof Error ? error.message : String(error);
          setTrouble({ paymentId, message, unknown, again: () => void decide(verb, paymentId, body) });
        }
      } finally {
        running.current = false;
        setBusy(null);
        void client.invalidateQueries({ queryKey: ['payments'] });
      }
    },
    [client],
  );
  return { busy, trouble, last, decide };
}
