import { type RefObject, useRef } from 'react';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import { useItems } from '../../items/console/useItems.ts';
import { BillForm, type Correcting } from './BillForm.tsx';
import { SaleForm, type Scanned } from './SaleForm.tsx';
import type { BillEntry } from './useBillQueue.ts';

type Props = {
  exhibition: Pick<Exhibition, 'id' | 'currency'>;
  amount: RefObject<HTMLInputElement | null>;
  scan?: RefObject<Scanned | null> | undefined;
  correcting: Correcting | null;
  focused: boolean;
  onAdd: (entry: BillEntry, key?: string) => void;
};

/** The form for a bill: of items where an exhibition sells some, and else of an amount. */
export function NewBill({ exhibition, scan, focused, ...form }: Props) {
  const query = useItems(exhibition.id);
  // The variants of an item are sold instead of it.
  const items = (query.data ?? []).filter(({ variants }) => variants === 0);
  const waiting = query.isLoading && query.data === undefined;
  const waited = useRef(waiting);
  if (waiting) return null;
  const first = focused || waited.current;
  return items.length > 0 ? (
    <SaleForm
      {...form}
      items={items}
      exhibitionId={exhibition.id}
      currency={exhibition.currency}
      scan={scan}
      focused={first}
    />
  ) : (
    <BillForm {...form} currency={exhibition.currency} focused={first} />
  );
}
