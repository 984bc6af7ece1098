import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { chargeView, payWays } from '../../../kernel/payment-providers/index.ts';
import { ownAccount } from '../../../kernel/portal/index.ts';
import { ownMeterIds } from '../customers/customers.query.ts';
import { ownMeter } from '../customers/member.query.ts';
import type { MemberRight } from '../customers/roles.rule.ts';
import type { OwnPurchase, Paying } from './contract.ts';
import { SETTLED, standOf } from './portal/stand.rule.ts';
import { getPurchase } from './purchases.query.ts';

/**
 * A purchase for a meter of the caller's. Refuses with `electricity.purchase.not_found`, also for everybody else's and
 * for those of the meter's earlier holders, and with `electricity.role_lacks`.
 */
export async function ownPurchase(ctx: Ctx, id: string, right: MemberRight): Promise<Result<OwnPurchase>> {
  const purchase = await getPurchase(ctx, id);
  if (!purchase.ok) return purchase;
  const mine = await ownMeter(ctx, purchase.data.meter.id, right);
  if (!mine.ok) return mine.code === 'electricity.meter.not_found' ? refuse('electricity.purchase.not_found') : mine;
  const { history } = mine.data.meter;
  if (history && purchase.data.created_at < history.from) return refuse('electricity.purchase.not_found');
  return ok({ ...purchase.data, charge: await chargeView(ctx, purchase.data.payment.id) });
}

/** Each of them is looked at; a meter has one that nobody pays, and few that are being paid. */
const MAX_OPEN = 50;

/**
 * Purchases for the caller's meters whose payment is not settled, the newest first: whoever opens the page again sees
 * them, and is asked before they pay a second time. Refuses like ownMeterIds.
 */
export async function purchasesUnderWay(ctx: Ctx): Promise<Result<OwnPurchase[]>> {
  const meters = await ownMeterIds(ctx);
  if (!meters.ok) return meters;
  const open = await ctx.db
    .selectFrom('electricity_purchase')
    .select('id')
    .where(inOrg(ctx))
    .where('meter_id', '=', (eb) => eb.fn.any(eb.val(meters.data)))
    .where('state', '=', 'open')
    .orderBy('id', 'desc')
    .limit(MAX_OPEN)
    .execute();
  const found: OwnPurchase[] = [];
  for (const { id } of open) {
    // Without those that an earlier holder of the meter makes.
    const own = await ownPurchase(ctx, id, 'see');
    if (own.ok && !SETTLED.includes(standOf(own.data))) found.push(own.data);
  }
  return ok(found);
}

/** An ordinary amount, to ask which providers are set up; whether one takes the real amount is checked when it is asked. */
const ORDINARY_MINOR = 1000;

/** The ways to pay, and the caller's latest purchase with how it was paid. */
export async function paying(ctx: Ctx): Promise<Result<Paying>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const { id, currency } = orgOf(ctx);
  const [ways, last] = await Promise.all([
    payWays(ctx, { amountMinor: ORDINARY_MINOR, currency }),
    ctx.db
      .selectFrom('electricity_purchase')
      .select(['meter_id', 'amount_minor', 'currency', 'payment_id'])
      .where('organization_id', '=', id)
      .where('account_id', '=', account.data.id)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
  ]);
  const charge = last ? await chargeView(ctx, last.payment_id) : null;
  return ok({
    ways,
    currency,
    last: last
      ? {
          meter_id: last.meter_id,
          amount: formatAmount(last.amount_minor, last.currency),
          provider: charge?.provider ?? null,
          payer: charge?.payer ?? null,
        }
      : null,
  });
}
