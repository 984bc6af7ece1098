import { useCallback, useState } from 'react';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import { discountsAbove, formatQuantity, MAX_LINES, readQuantity } from '../../bills/lines.rule.ts';
import type { Item } from '../../items/console/types.ts';
import { priceSale } from './pricing.ts';
import type { Off } from './typed.ts';
import type { BillEntry, LineEntry } from './useBillQueue.ts';
import { usePricing } from './usePricing.ts';

type State = { lines: LineEntry[]; off: Off | null; reason: string };
const EMPTY: State = { lines: [], off: null, reason: '' };

/** What is being sold, priced by the server's own rule; the server compares the total. */
export function useCart(items: Item[], currency: string) {
  const rules = useDeskRules();
  const pricing = usePricing(currency);
  const [sold, setState] = useState<State>(EMPTY);
  const { lines, off, reason } = sold;
  const change = (to: (state: State) => Partial<State>) => setState((state) => ({ ...state, ...to(state) }));
  const { sold: priced, sum } = priceSale({ lines, discount: off ?? undefined }, items, pricing);
  const total = sum.ok ? sum.data.totalMinor : 0;
  const discounted = off !== null || lines.some(({ discount }) => discount !== undefined);

  const entry = (): BillEntry => {
    const amount = formatAmount(total, currency);
    return {
      amount,
      description: '',
      lines,
      ...(off && { discount: off }),
      ...(discounted && { discountReason: reason.trim() }),
      expectedTotal: amount,
    };
  };
  return {
    /** Another object after each change. */
    sold,
    lines: lines.map((line, at) => ({
      ...line,
      name: priced[at]?.name || (line.itemId === undefined ? '' : '…'),
      unit: priced[at]?.unit ?? 'piece',
      sum: sum.ok ? sum.data.lines[at] : undefined,
    })),
    off,
    reason,
    discounted,
    total,
    /** What was taken off, in minor units, and whether a supervisor has to approve it. */
    discountMinor: sum.ok ? sum.data.discountMinor : 0,
    aboveLimit: sum.ok && discountsAbove(rules?.approveDiscountAbove ?? 0, sum.data),
    /** More is taken off than there is. */
    fault: sum.ok ? null : 'discount_too_large',
    entry,
    addItem: (item: Item, quantity = '1') =>
      change((state) => {
        const at = state.lines.findIndex((line) => line.itemId === item.id && line.discount === undefined);
        const same = state.lines[at];
        const more = (readQuantity(same?.quantity ?? '0') ?? 0) + (readQuantity(quantity) ?? 0);
        if (same) return { lines: state.lines.with(at, { ...same, quantity: formatQuantity(more) }) };
        return state.lines.length < MAX_LINES ? { lines: [...state.lines, { itemId: item.id, quantity }] } : {};
      }),
    addTyped: (price: string, description: string, quantity: string) =>
      change((state) =>
        state.lines.length < MAX_LINES
          ? { lines: [...state.lines, { price, quantity, ...(description && { description }) }] }
          : {},
      ),
    /** A quantity of 0 takes the line out. */
    setQuantity: (at: number, quantity: number) =>
      change(({ lines: now }) => ({
        lines: now.flatMap((line, index) =>
          index !== at ? [line] : quantity > 0 ? [{ ...line, quantity: String(quantity) }] : [],
        ),
      })),
    setLineOff: (at: number, discount: Off | null) =>
      change(({ lines: now }) => ({
        lines: now.map((line, index) => {
          const { discount: _, ...bare } = line;
          return index !== at ? line : discount ? { ...bare, discount } : bare;
        }),
      })),
    setOff: (discount: Off | null) => change(() => ({ off: discount })),
    setReason: (text: string) => change(() => ({ reason: text })),
    clear: () => setState(EMPTY),
    /** A bill that went back from its payment, or was not saved. */
    restore: useCallback(
      (from: BillEntry) =>
        setState({ lines: from.lines ?? [], off: from.discount ?? null, reason: from.discountReason ?? '' }),
      [],
    ),
  };
}
export type Cart = ReturnType<typeof useCart>;
