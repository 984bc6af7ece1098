import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import type { Tax } from '../../../kernel/till/index.ts';
import type { ReturnedLines } from './paper.query.ts';
import { movedBy } from './pay.rule.ts';
import { type RateTax, taxesBetween, taxesOf } from './tax.rule.ts';

/**
 * What of a payment is tax, by rate: of money that came, or, below zero, of money that is about to go back. Null: its
 * bill has no tax.
 */
export async function billTaxes(
  ctx: Ctx,
  { subject }: Payment,
  amountMinor: number,
  about?: unknown,
): Promise<Tax[] | null> {
  // Of lines that come back: those of these lines.
  if (about !== undefined) return named(negated((about as ReturnedLines).taxes));
  const bill = await ctx.db
    .selectFrom('exhibition_bill as b')
    .innerJoin('exhibition as e', (on) =>
      on.onRef('e.organization_id', '=', 'b.organization_id').onRef('e.id', '=', 'b.exhibition_id'),
    )
    .select(['b.amount_minor', 'b.paid_minor', 'b.refunded_minor', 'b.taxes', 'e.tax_basis_points'])
    .where(inOrg(ctx, 'b'))
    .where('b.id', '=', subject.id)
    .executeTakeFirst();
  if (!bill) return null;
  const { paid_minor, refunded_minor } = bill;
  if (amountMinor > 0) return asTaxes(bill, { from: paid_minor - amountMinor, to: paid_minor });
  const { paid, refunded } = movedBy(bill, { amountMinor: -amountMinor, mistaken: false });
  return refunded > 0
    ? asTaxes(bill, { from: refunded_minor + refunded, to: refunded_minor })
    : asTaxes(bill, { from: paid_minor, to: paid_minor + paid });
}

type Taxed = { amount_minor: number; taxes: unknown; tax_basis_points: number | null };
export type TaxedBill = Taxed & { paid_minor: number; refunded_minor: number };

/** The taxes of a bill by rate; of one from before they were kept, by its exhibition's. */
export const taxesOfBill = ({ amount_minor, taxes, tax_basis_points }: Taxed): RateTax[] =>
  (taxes as RateTax[] | null) ?? taxesOf([{ amountMinor: amount_minor, basisPoints: tax_basis_points }]);

function asTaxes(bill: Taxed, between: { from: number; to: number }): Tax[] | null {
  return named(taxesBetween(taxesOfBill(bill), bill.amount_minor, between));
}

const named = (parts: RateTax[]): Tax[] | null =>
  parts.length === 0 ? null : parts.map(({ basis_points, ...part }) => ({ rate: basis_points / 100, ...part }));

const negated = (parts: RateTax[]): RateTax[] =>
  parts.map(({ basis_points, net_minor, tax_minor }) => ({
    basis_points,
    net_minor: -net_minor,
    tax_minor: -tax_minor,
  }));
