import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { isUnderWay } from '../../../kernel/payment-providers/index.ts';

/**
 * The amounts of a meter's open purchases whose money may be on its way, in the order in which they were opened. They
 * count in no block yet; a quote names them, since their money may come first.
 */
export async function amountsUnderWay(ctx: Ctx, meterId: string): Promise<number[]> {
  const open = await ctx.db
    .selectFrom('electricity_purchase')
    .select(['amount_minor', 'payment_id'])
    .where(inOrg(ctx))
    .where('meter_id', '=', meterId)
    .where('state', '=', 'open')
    .orderBy('id')
    .execute();
  const amounts: number[] = [];
  for (const one of open) if (await isUnderWay(ctx, one.payment_id)) amounts.push(one.amount_minor);
  return amounts;
}
