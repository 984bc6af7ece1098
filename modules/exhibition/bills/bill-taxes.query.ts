import { type RawBuilder, sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import type { Tax } from '../../../kernel/till/index.ts';
import { billLines } from './bill-lines.query.ts';
import type { ReturnedLines } from './paper.query.ts';
import { movedBy } from './pay.rule.ts';
import { taxesIn } from './return.rule.ts';
import { addTaxes, allTaxed, lessTaxes, type Moved, type RateTax, roundingBetween, taxesOf } from './tax.rule.ts';

/**
 * What of a payment is tax, by rate, and what of it is not taxed: of money that came, or, below zero, of money that is
 * about to go back or never came. The rest is rounding. Null: its bill has no tax.
 */
export async function billTaxes(
  ctx: Ctx,
  { subject }: Payment,
  amountMinor: number,
  { about, mistaken = false }: { about?: unknown; mistaken?: boolean | undefined } = {},
): Promise<Tax[] | null> {
  const bill = await ctx.db
    .selectFrom('exhibition_bill')
    .select(['id', 'exhibition_id', 'amount_minor', 'paid_minor', 'refunded_minor', 'rounding_minor', 'taxes'])
    .where(inOrg(ctx))
    .where('id', '=', subject.id)
    .executeTakeFirst();
  if (!bill) return null;
  const charged = await chargedOn(ctx, bill);
  const { before, after } =
    // Of lines that come back: those of these lines.
    about !== undefined
      ? (about as ReturnedLines).taxes
      : await taxesMoved(
          ctx,
          amountMinor > 0 ? { ...bill, paid_minor: bill.paid_minor - amountMinor } : bill,
          amountMinor > 0 ? { paid: amountMinor, refunded: 0 } : movedBy(bill, { amountMinor: -amountMinor, mistaken }),
        );
  const parts = lessTaxes(after, before);
  if (parts.length === 0) return null;
  const taxes = parts.map(({ basis_points, ...part }) => ({ rate: basis_points / 100, ...part }));
  if (allTaxed(charged) + bill.rounding_minor === bill.amount_minor) return taxes;
  const money = bill.paid_minor - bill.refunded_minor;
  const rounded = roundingBetween(
    bill,
    amountMinor > 0 ? { from: money - amountMinor, to: money } : { from: money, to: money + amountMinor },
  );
  return [...taxes, { rate: null, net_minor: amountMinor - allTaxed(parts) - rounded, tax_minor: 0 }];
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

/**
 * The taxes of what standing bills ask for, without what was refunded, by currency and rate. `spanned` says which bills, of
 * the table `b`. Bills from before their taxes were kept are taxed by their exhibition, all of a rate together.
 */
export async function soldTaxes(ctx: Ctx, spanned: RawBuilder<unknown>): Promise<Map<string, RateTax[]>> {
  const org = orgOf(ctx).id;
  const standing = sql`from exhibition_bill b join exhibition e on e.organization_id = ${org} and e.id = b.exhibition_id
    where ${spanned} and b.organization_id = ${org} and b.voided_at is null`;
  // Raw SQL: sums with conditions read better in SQL.
  const [whole, kept, refunded] = await Promise.all([
    sql<{ currency: string; points: number; minor: number }>`
      select b.currency, e.tax_basis_points as points, sum(b.amount_minor)::bigint as minor
      ${standing} and b.taxes is null and b.refunded_minor = 0 and e.tax_basis_points is not null
      group by 1, 2`.execute(ctx.db),
    sql<RateTax & { currency: string }>`
      select s.currency, t.basis_points, sum(t.net_minor)::bigint as net_minor, sum(t.tax_minor)::bigint as tax_minor
      from (select b.currency, b.taxes ${standing} and b.taxes is not null and b.refunded_minor = 0) s
      cross join lateral jsonb_to_recordset(s.taxes) as t(basis_points int, net_minor bigint, tax_minor bigint)
      group by 1, 2`.execute(ctx.db),
    sql<Money & Taxed & { id: string; currency: string }>`
      select b.id, b.currency, b.amount_minor, b.refunded_minor, b.taxes, e.tax_basis_points
      ${standing} and b.refunded_minor > 0`.execute(ctx.db),
  ]);
  const sums = new Map<string, RateTax[]>();
  const add = (currency: string, parts: readonly RateTax[]) =>
    sums.set(currency, addTaxes([...(sums.get(currency) ?? []), ...parts]));
  for (const { currency, points, minor } of whole.rows)
    add(currency, taxesOf([{ amountMinor: minor, basisPoints: points }]));
  for (const { currency, ...part } of kept.rows) add(currency, [part]);
  const lines =
    refunded.rows.length === 0
      ? []
      : await billLines(
          ctx,
          refunded.rows.map(({ id }) => id),
        );
  const linesOf = Map.groupBy(lines, ({ bill_id }) => bill_id);
  for (const { currency, ...bill } of refunded.rows) {
    const asked = { ...bill, paid_minor: bill.amount_minor };
    add(currency, taxesIn(asked, taxesOfBill(bill), linesOf.get(bill.id) ?? []));
  }
  return sums;
}
