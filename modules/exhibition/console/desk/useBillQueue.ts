import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { ApiError, api, isSignedOut, useSession } from '../../../../kernel/ui/index.ts';
import type { Added, Bill } from '../types.ts';

/**
 * A bill on its way. `unknown`: no answer came, so it may or may not be saved; the same key makes trying again safe.
 * `held`: not saved, since the session had ended.
 */
export type PendingBill = {
  key: string;
  organizationId: string;
  customerId: string;
  amount: string;
  description: string;
  state: 'saving' | 'refused' | 'unknown' | 'held';
  message?: string;
};

type Saved = (added: Added, customerId: string) => void;

// Outlives the screens: who looks at another one meanwhile, or has to sign in again, finds here what is not saved yet.
let waiting: PendingBill[] = [];
const screens = new Set<() => void>();
const change = (next: (all: PendingBill[]) => PendingBill[]) => {
  waiting = next(waiting);
  for (const redraw of screens) redraw();
};
const drop = (key: string) => change((all) => all.filter((one) => one.key !== key));
const watch = (redraw: () => void) => {
  screens.add(redraw);
  return () => void screens.delete(redraw);
};

/** Sends bills in the background so that the cashier never waits, and says honestly what became of each. */
export function useBillQueue(onSaved: Saved) {
  const queryClient = useQueryClient();
  const { organization } = useSession();
  const pending = useSyncExternalStore(watch, () => waiting).filter((bill) => bill.organizationId === organization.id);

  const send = useCallback(
    async (bill: PendingBill) => {
      const mark = (found: Partial<PendingBill>) =>
        change((all) => all.map((one) => (one.key === bill.key ? { ...one, ...found } : one)));
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
        drop(bill.key);
        onSaved(added, bill.customerId);
      } catch (error) {
        const answer = error instanceof ApiError ? error : new ApiError(0, 'network', String(error));
        if (isSignedOut(answer)) return mark({ state: 'held' });
        const known = answer.status >= 400 && answer.status < 500;
        mark({ state: known ? 'refused' : 'unknown', message: answer.fields.amount ?? answer.message });
      }
    },
    [queryClient, onSaved],
  );

  const add = useCallback(
    (customerId: string, amount: string, description: string) => {
      const own = { key: crypto.randomUUID(), organizationId: organization.id };
      const bill: PendingBill = { ...own, customerId, amount, description, state: 'saving' };
      change((all) => [bill, ...all]);
      void send(bill);
    },
    [send, organization.id],
  );

  const retry = useCallback(
    (bill: PendingBill) => {
      change((all) => all.map((one) => (one.key === bill.key ? { ...one, state: 'saving', message: undefined } : one)));
      void send(bill);
    },
    [send],
  );
  return { pending, add, retry, drop };
}
