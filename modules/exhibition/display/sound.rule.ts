type Seen = { state: 'idle' | 'sale' | 'due' | 'code' | 'paid'; due: string | null; reference: string | null };

const asksForMoney = ({ state }: Seen) => state === 'due' || state === 'code';

/**
 * What a customer's screen sounds when it shows something else than before: `paid`; `stopped` when a payment was broken
 * off, its code is refused, or another sum is asked for. Null: nothing, as when the screen was just opened.
 */
export function soundOf(before: Seen | null, now: Seen): 'paid' | 'stopped' | null {
  if (before === null) return null;
  if (now.state === 'paid') return before.state === 'paid' ? null : 'paid';
  if (!asksForMoney(before)) return null;
  if (!asksForMoney(now) || before.due !== now.due) return 'stopped';
  return before.reference !== null && now.state === 'code' && before.reference !== now.reference ? 'stopped' : null;
}
