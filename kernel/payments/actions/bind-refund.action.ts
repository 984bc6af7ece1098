import { type Ctx, inOrg, onOrg } from '../../ctx/index.ts';
import { formatAmount } from '../../lib/money.ts';
import { type Refusal, refuse } from '../../lib/result.ts';
import type { PaymentRow } from '../payment.ts';

/** A second press, a repeated request and five tabs come within seconds; two equal refunds on purpose seldom do. */
export const REPEATED_WITHIN_MS = 60_000;

/** A refund that is asked for, on a locked payment. */
export type Wanted = {
  amountMinor: number;
  reason: string;
  /** what had been given back, or was on its way, as the sender saw it (minor units) */
  expectedMinor?: number | undefined;
};

/**
 * Why a refund is not the one that its sender means: something was given back since they looked. Without what they saw,
 * the same amount for the same reason within a minute counts as a repetition. Null: it may be given.
 *
 * @param givenMinor what was given back of the payment, or is on its way
 */
export async function isUnbound(tx: Ctx, row: PaymentRow, givenMinor: number, wanted: Wanted): Promise<Refusal | null> {
  const { currency } = row;
  if (wanted.expectedMinor !== undefined) {
    if (wanted.expectedMinor === givenMinor) return null;
    return refuse('payments.refund_changed', { refunded: formatAmount(givenMinor, currency), currency });
  }
  if (givenMinor === 0 || !(await wasGiven(tx, row, wanted))) return null;
  return refuse('payments.refund_repeated', { amount: formatAmount(wanted.amountMinor, currency), currency });
}

/** Whether the same was recorded, or asked of a provider, a moment ago. */
async function wasGiven(tx: Ctx, row: PaymentRow, { amountMinor, reason }: Wanted): Promise<boolean> {
  const since = new Date(tx.clock.now().getTime() - REPEATED_WITHIN_MS);
  const [recorded, asked] = await Promise.all([
    tx.db
      .selectFrom('ledger_entry as e')
      .innerJoin('ledger_line as l', onOrg('l.entry_id', 'e.id'))
      .select('e.id')
      .where(inOrg(tx, 'e'))
      .where('e.subject_id', '=', row.id)
      .where('e.kind', '=', 'payment.refunded')
      .where('e.memo', '=', refundMemo(row, reason))
      .where('e.at', '>', since)
      .where('l.amount_minor', '=', amountMinor)
      .limit(1)
      .executeTakeFirst(),
    tx.services.attemptSource?.refundAskedSince(tx, row.id, { amountMinor, reason }, since),
  ]);
  return recorded !== undefined || asked === true;
}

/** The memo of a refund's entry. */
export const refundMemo = ({ reference }: Pick<PaymentRow, 'reference'>, reason: string): string =>
  `${reference} ${reason}`;
