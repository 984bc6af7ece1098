import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Credit } from './contract.ts';
import { hashVoucher, tryVouchers } from './voucher.query.ts';

/** Whose credit: a registered customer's, or that of a voucher's code as it was typed. */
export type Owner = { customerId: string | null; voucher?: string | undefined };

export function creditRows(ctx: Ctx, { customerId, voucher }: Owner) {
  const rows = ctx.db
    .selectFrom('exhibition_credit')
    .select(['id', 'currency', 'customer_id', 'balance_minor'])
    .where(inOrg(ctx));
  return voucher === undefined
    ? rows.where('customer_id', '=', customerId)
    : rows.where('voucher_hash', '=', hashVoucher(ctx, voucher));
}

/** A registered customer's credit; nothing ever came to it: zero. */
export async function creditOf(ctx: Ctx, customerId: string): Promise<Result<Credit>> {
  const customer = await ctx.db
    .selectFrom('exhibition_customer')
    .select('currency')
    .where(inOrg(ctx))
    .where('id', '=', customerId)
    .executeTakeFirst();
  if (!customer) return refuse('exhibition.customer.not_found');
  const credit = await creditRows(ctx, { customerId }).executeTakeFirst();
  return ok(asCredit(credit ?? { balance_minor: 0, ...customer }));
}

/** What a voucher is worth still; wrong codes are counted. */
export async function voucherOf(ctx: Ctx, code: string): Promise<Result<Credit>> {
  const tried = await tryVouchers(ctx, [code]);
  if (!tried.ok) return tried;
  return ok(asCredit(await creditRows(ctx, { customerId: null, voucher: code }).executeTakeFirstOrThrow()));
}

const asCredit = ({ balance_minor, currency }: { balance_minor: number; currency: string }): Credit => ({
  balance: formatAmount(balance_minor, currency),
  balance_minor,
  currency,
});
