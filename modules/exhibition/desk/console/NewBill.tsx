import { type RefObject, useRef } from 'react';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import { useItems } from '../../items/console/useItems.ts';
import { useDeskStall } from '../../stalls/console/useDeskStall.ts';
import { BillForm, type Correcting } from './BillForm.tsx';
import { SaleForm } from './SaleForm.tsx';
import type { BillEntry } from './useBillQueue.ts';
import type { Scanned } from './useSale.ts';

type Props = {
  exhibition: Pick<Exhibition, 'id' | 'currency'>;
  amount: RefObject<HTMLInputElement | null>;
  scan?: RefObject<Scanned | null> | undefined;
  correcting: Correcting | null;
  focused: boolean;
  /** the stall (null: the house) that it is sold at; default: where the desk stands */
  at?: string | null;
  onAdd: (entry: BillEntry, key?: string) => void;
};

/** The form for a bill at the desk's stall: of items where it sells some, and else of an amount. */
export function NewBill({ exhibition, scan, focused, at, onAdd, ...rest }: Props) {
  const { stall, waiting: unplaced } = useDeskStall(exhibition.id);
  const query = useItems(exhibition.id);
  const stallId = at === undefined ? (stall?.id ?? null) : at;
  // The variants of an item are sold instead of it.
  const items = (query.data ?? []).filter((item) => item.variants === 0 && (item.stallId ?? null) === stallId);
  const form = {
    ...rest,
    onAdd: (entry: BillEntry, key?: string) => onAdd({ ...entry, ...(stallId !== null && { stallId }) }, key),
  };
  const waiting = (at === undefined && unplaced) || (query.isLoading && query.data === undefined);
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
