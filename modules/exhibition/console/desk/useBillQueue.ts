import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { ApiError, api } from '../../../../kernel/ui/index.ts';
import type { Added, Bill } from '../types.ts';

/** A bill on its way. `unknown`: no answer came, so it may or may not be saved; the same key makes trying again safe. */
export type PendingBill = {
  key: string;
  customerId: string;
  amount: string;
  description: string;
  state: 'saving' | 'refused' | 'unknown';
  message?: string;
};

type Saved = (added: Added, customerId: string) => void;

/** Sends bills in the background so that the cashier never waits, and says honestly what became of each. */
export function useBillQueue(onSaved: Saved) {
  const queryClient = useQueryClient();
  const [pending, setPending] = useState<PendingBill[]>([]);

  const send = useCallback(
    async (bill: PendingBill) => {
      const mark = (change: Partial<PendingBill>) =>
        setPending((all) => all.map((one) => (one.key === bill.key ? { ...one, ...change } : one)));
      try {
        const added = await api.post<Added>(
          `/exhibition/customers/${bill.customerId}/bills`,
          { amount: bill.amount, ...(bill.description && { description: bill.description }) },
          { idempotencyKey: bill.key },
        );
        queryClient.setQueriesData<Bill[]>({ queryKey: ['bills', bill.customerId] }, (all) => [
          added.bill,
          ...(all ?? []),
        ]);
        setPending((all) => all.filter((one) => one.key !== bill.key));
        onSaved(added, bill.customerId);
      } catch (error) {
        const answer = error instanceof ApiError ? error : new ApiError(0, 'network', String(error));
        const known = answer.status >= 400 && answer.status < 500;
        mark({ state: known ? 'refused' : 'unknown', message: answer.fields.amount ?? answer.message });
      }
    },
    [queryClient, onSaved],
  );

  const add = useCallback(
    (customerId: string, amount: string, description: string) => {
      const bill: PendingBill = { key: crypto.randomUUID(), customerId, amount, description, state: 'saving' };
      setPending((all) => [bill, ...all]);
      void send(bill);
    },
    [send],
  );

  const retry = useCallback(
    (bill: PendingBill) => {
      setPending((all) =>
        all.map((one) => (one.key === bill.key ? { ...one, state: 'saving', message: undefined } : one)),
      );
      void send(bill);
    },
    [send],
  );

  const drop = useCallback((key: string) => setPending((all) => all.filter((one) => one.key !== key)), []);
  return { pending, add, retry, drop };
}
