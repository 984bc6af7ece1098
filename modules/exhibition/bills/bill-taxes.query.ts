import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import { containedTax } from './tax.rule.ts';

/** What of a payment is tax, by the rate that its exhibition's prices include; null without a tax. */
export async function billTaxes(ctx: Ctx, { subject, amountMinor }: Payment) {
  const exhibition = await ctx.db
    .selectFrom('exhibition_bill as b')
    .innerJoin('exhibition as e', (on) =>
      on.onRef('e.organization_id', '=', 'b.organization_id').onRef('e.id', '=', 'b.exhibition_id'),
    )
    .select('e.tax_basis_points')
    .where(inOrg(ctx, 'b'))
    .where('b.id', '=', subject.id)
    .executeTakeFirst();
  const points = exhibition?.tax_basis_points ?? null;
  if (points === null) return null;
  const tax_minor = containedTax(amountMinor, points);
  return [{ rate: points / 100, net_minor: amountMinor - tax_minor, tax_minor }];
}
