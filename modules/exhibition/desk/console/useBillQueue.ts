import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { SlipRow } from '../../../../kernel/documents/console/index.ts';
import {
  again,
  forget,
  isSending,
  onSent,
  submit,
  type Unsent,
  useSession,
  useUnsent,
} from '../../../../kernel/ui/index.ts';
import type { Added, Bill } from '../../bills/console/types.ts';
import type { PayMethod } from '../../bills/pay.rule.ts';
import type { Customer } from '../../customers/console/types.ts';
import type { Off } from './typed.ts';

/** What of an offline sale stays with its entry: the receipt, to print it again. */
export type Printed = { number: string; rows: SlipRow[] };
export type OfflineEntry = { path: string; body: object; extra: Printed | null };

/** What is sold, as the server reads it. */
export type LineEntry = {
  itemId?: string;
  description?: string;
  price?: string;
  quantity: string;
  discount?: Off;
};

export type BillEntry = {
  /** of a bill of lines: their total as the desk shows it */
  amount: string;
  description: string;
  lines?: LineEntry[] | undefined;
  discount?: Off | undefined;
  discountReason?: string | undefined;
  expectedTotal?: string | undefined;
  approvalId?: string | undefined;
  confirmedAmount?: string | undefined;
  exhibitionId?: string | undefined;
  stallId?: string | undefined;
  confirmedExhibitionId?: string | undefined;
  pay?: { method: PayMethod; given?: string }[] | undefined;
  part?: boolean | undefined;
};
/** A bill that is being sent or waits; `earlier` is the bill that was saved in its place. */
export type PendingBill = BillEntry & {
  key: string;
  customerId: string;
  state: 'saving' | 'waiting' | 'unknown' | 'refused';
  message?: string | undefined;
  earlier?: Added | undefined;
  /** It was sold without a network, perhaps with a receipt: it is not corrected any more. */
  offline: boolean;
  printed: Printed | null;
  item: Unsent;
};

export type Saved = (added: Added, customerId: string | null) => unknown;
/** Whom a bill is for; without an id somebody who isn't registered. */
export type Buyer = Pick<Customer, 'name' | 'code' | 'currency'> & { id: string | null };

export const WALK_IN = 'walk-in';

/** What is sent: lines instead of their amount. */
export const bodyOf = ({ amount, description, ...rest }: BillEntry) => ({
  ...(!rest.lines && { amount }),
  ...(description && { description }),
  ...rest,
});

const about = (customerId: string) => `exhibition.customer:${customerId}`;

function pendingOf(item: Unsent): PendingBill {
  const entry = item.body as Partial<BillEntry>;
  const waiting = item.tried ? 'unknown' : 'waiting';
  return {
    ...entry,
    amount: entry.amount ?? entry.expectedTotal ?? '',
    description: entry.description ?? '',
    key: item.key,
    customerId: item.about.slice(about('').length),
    state: isSending(item.key) ? 'saving' : item.state === 'refused' ? 'refused' : waiting,
    message: item.message,
    earlier: item.earlier as Added | undefined,
    offline: item.path === '/exhibition/offline-sales',
    printed: (item.extra ?? null) as Printed | null,
    item,
  };
}

/**
 * Sends bills in the background, so that the cashier never waits, and shows the result of each. The browser stores an
 * unsent bill (`kernel/ui/unsent`) under its Idempotency-Key until it is saved.
 */
export function useBillQueue(onSaved: Saved) {
  const queryClient = useQueryClient();
  const { organization, user } = useSession();
  const pending = useUnsent()
    .filter(
      (item) => item.userId === user.id && item.organizationId === organization.id && item.about.startsWith(about('')),
    )
    .map(pendingOf)
    .reverse();

  /** Shows a bill that was saved. */
  const saved = useCallback(
    (added: Added) => {
      const customerId = added.customer?.id ?? null;
      if (customerId === null) {
        onSaved(added, null);
        return;
      }
      queryClient.setQueriesData<Bill[]>(
        { queryKey: ['bills', customerId] },
        (bills) =>
          // A list that was fetched meanwhile has it already.
          bills && [added.bill, ...bills.filter(({ id }) => id !== added.bill.id)],
      );
      onSaved(added, customerId);
    },
    [queryClient, onSaved],
  );

  useEffect(
    () =>
      onSent((item, answer) => {
        if (item.organizationId !== organization.id || !item.about.startsWith(about(''))) return;
        saved(answer as Added);
      }),
    [organization.id, saved],
  );

  /** `key` is the key of the bill that is corrected. */
  const add = useCallback(
    (
      customer: Buyer,
      { amount, description, ...rest }: BillEntry,
      key: string = crypto.randomUUID(),
      offline?: OfflineEntry,
    ) =>
      void submit({
        key,
        organizationId: organization.id,
        userId: user.id,
        userName: user.name,
        at: Date.now(),
        ...(offline ?? {
          path: customer.id === null ? '/exhibition/bills' : `/exhibition/customers/${customer.id}/bills`,
          body: bodyOf({ amount, description, ...rest }),
        }),
        about: about(customer.id ?? WALK_IN),
        title: [customer.name, customer.code].filter(Boolean).join(' · '),
        amount,
        currency: customer.currency,
        note: description,
        href: customer.id === null ? '/desk' : `/desk?customer=${customer.id}`,
        state: 'waiting',
      }),
    [organization.id, user],
  );
  return {
    pending,
    add,
    saved,
    retry: ({ item }: PendingBill) => void again(item),
    /** Saves it as another bill beside the one that an earlier try saved. */
    another: ({ item }: PendingBill) => void again(item, crypto.randomUUID()),
    drop: (key: string) => void forget(key),
  };
}
