import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import type { Tax } from '../../../kernel/till/index.ts';
import { billLines } from './bill-lines.query.ts';
import type { ReturnedLines } from './paper.query.ts';
import { movedBy } from './pay.rule.ts';
import { taxesIn } from './return.rule.ts';
import { lessTaxes, type Moved, type RateTax, taxesOf } from './tax.rule.ts';

/**
 * What of a payment is tax, by rate: of money that came, or, below zero, of money that is about to go back or never came.
 * Null: its bill has no tax.
 */
export async function billTaxes(
  ctx: Ctx,
  { subject }: Payment,
  amountMinor: number,
  { about, mistaken = false }: { about?: unknown; mistaken?: boolean | undefined } = {},
): Promise<Tax[] | null> {
  // Of lines that come back: those of these lines.
  if (about !== undefined) return difference((about as ReturnedLines).taxes);
  const bill = await ctx.db
    .selectFrom('exhibition_bill')
    .select(['id', 'exhibition_id', 'amount_minor', 'paid_minor', 'refunded_minor', 'taxes'])
    .where(inOrg(ctx))
    .where('id', '=', subject.id)
    .executeTakeFirst();
  if (!bill) return null;
  const moved =
    amountMinor > 0
      ? await taxesMoved(
          ctx,
          { ...bill, paid_minor: bill.paid_minor - amountMinor },
          { paid: amountMinor, refunded: 0 },
        )
      : await taxesMoved(ctx, bill, movedBy(bill, { amountMinor: -amountMinor, mistaken }));
  return difference(moved);
}

type Money = { amount_minor: number; paid_minor: number; refunded_minor: number };
type Stored = { amount_minor: number; taxes: unknown };
type Taxed = Stored & { tax_basis_points: number | null };

/** The taxes in a bill's money as it stands, and after so much more (or less) was paid or refunded. */
export async function taxesMoved(
  ctx: Ctx,
  bill: Money & Stored & { id: string; exhibition_id: string },
  { paid, refunded }: { paid: number; refunded: number },
): Promise<Moved> {
  const [charged, lines] = await Promise.all([
    chargedOn(ctx, bill),
    // Nothing came back of a bill of which nothing was refunded.
    bill.refunded_minor > 0 ? billLines(ctx, [bill.id]) : [],
  ]);
  const after = { ...bill, paid_minor: bill.paid_minor + paid, refunded_minor: bill.refunded_minor + refunded };
  return { before: taxesIn(bill, charged, lines), after: taxesIn(after, charged, lines) };
}

/** All taxes of a bill, by rate. */
export async function chargedOn(ctx: Ctx, bill: Stored & { exhibition_id: string }): Promise<RateTax[]> {
  if (bill.taxes !== null) return bill.taxes as RateTax[];
  const place = await ctx.db
    .selectFrom('exhibition')
    .select('tax_basis_points')
    .where(inOrg(ctx))
    .where('id', '=', bill.exhibition_id)
    .executeTakeFirstOrThrow();
  return taxesOfBill({ ...bill, ...place });
}

/** The same, where the exhibition's rate is known; bills from before taxes were kept have that. */
export const taxesOfBill = ({ amount_minor, taxes, tax_basis_points }: Taxed): RateTax[] =>
  (taxes as RateTax[] | null) ?? taxesOf([{ amountMinor: amount_minor, basisPoints: tax_basis_points }]);

function difference({ before, after }: Moved): Tax[] | null {
  const parts = lessTaxes(after, before);
  return parts.length === 0 ? null : parts.map(({ basis_points, ...part }) => ({ rate: basis_points / 100, ...part }));
}
