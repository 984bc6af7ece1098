import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

/**
 * How a cashier sees money come in: over the counter, on the own card terminal, or on a phone or account; or store credit,
 * which the server takes off.
 */
export const PAY_METHODS = ['cash', 'card', 'transfer', 'credit'] as const;
export type PayMethod = (typeof PAY_METHODS)[number];

/** What is handed over or charged, in minor units; without an amount, all that is still due, or as much as there is. */
export type Given = { method: PayMethod; givenMinor?: number | undefined; atMostMinor?: number | undefined };
/** What of it pays the bill, and what goes back over the counter. */
export type Share = { method: PayMethod; amountMinor: number; changeMinor: number };

/**
 * Spreads what is given over what is due, in that order. Only cash is given back as change, and never more of it than
 * was given. Less than what is due is a part payment, for those who say so (`part`); else it is a mistake.
 *
 * Refusals: `exhibition.bill.given_nothing`, `exhibition.bill.given_more` and `exhibition.bill.given_less`.
 */
export function sharesOf(dueMinor: number, given: readonly Given[], currency: string, part = false): Result<Share[]> {
  const shares: Share[] = [];
  let left = dueMinor;
  for (const { method, atMostMinor = left, givenMinor = Math.min(left, atMostMinor) } of given) {
    const amountMinor = Math.min(givenMinor, left);
    const changeMinor = givenMinor - amountMinor;
    // What comes after the bill is paid has nothing to pay.
    const nothingLeft = left === 0;
    if (!nothingLeft && givenMinor <= 0) return refuse('exhibition.bill.given_nothing');
    if (nothingLeft || (changeMinor > 0 && method !== 'cash'))
      return refuse('exhibition.bill.given_more', { due: formatAmount(left, currency), currency });
    shares.push({ method, amountMinor, changeMinor });
    left -= amountMinor;
  }
  if (left > 0 && !part) return refuse('exhibition.bill.given_less', { left: formatAmount(left, currency), currency });
  return ok(shares);
}

/**
 * Which part pays how much of which bill: the bills are paid in their order by the parts in theirs, so that each bill has
 * exactly what pays it. With less than what is due the last bills get nothing.
 */
export function spread(
  dues: readonly number[],
  shares: readonly Pick<Share, 'amountMinor'>[],
): { bill: number; share: number; amountMinor: number }[] {
  const parts: { bill: number; share: number; amountMinor: number }[] = [];
  let share = 0;
  let left = shares[0]?.amountMinor ?? 0;
  for (const [bill, due] of dues.entries()) {
    for (let missing = due; missing > 0 && share < shares.length; ) {
      const amountMinor = Math.min(missing, left);
      if (amountMinor > 0) parts.push({ bill, share, amountMinor });
      missing -= amountMinor;
      left -= amountMinor;
      if (left === 0) {
        share += 1;
        left = shares[share]?.amountMinor ?? 0;
      }
    }
  }
  return parts;
}

/** What went over the counter as change. */
export const changeOf = (shares: readonly Share[]): number =>
  shares.reduce((sum, { changeMinor }) => sum + changeMinor, 0);

/** What is still to be paid of a bill. */
export const dueOf = (bill: { amount_minor: number; paid_minor: number; voided_at: Date | null }): number =>
  bill.voided_at ? 0 : bill.amount_minor - bill.paid_minor;

/**
 * How a bill's sums move when its money goes back, or (`mistaken`) never came. A bill that was paid in full stays so:
 * goods came back. Any other is open for that money again.
 */
export function movedBy(
  { amount_minor, paid_minor }: { amount_minor: number; paid_minor: number },
  { amountMinor, mistaken }: { amountMinor: number; mistaken: boolean },
): { paid: number; refunded: number } {
  const goods = !mistaken && paid_minor === amount_minor;
  return goods ? { paid: 0, refunded: amountMinor } : { paid: -amountMinor, refunded: 0 };
}
