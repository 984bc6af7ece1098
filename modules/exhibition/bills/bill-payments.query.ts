import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { PaymentMethod } from '../../../kernel/payments/index.ts';
import { BILL } from '../names.ts';

/** How the money that is in these bills came, by method; what went back of it is left out. */
export async function moneyByMethod(ctx: Ctx, billIds: string[]): Promise<{ method: PaymentMethod; minor: number }[]> {
  const rows = await ctx.db
    .selectFrom('payment')
    .select('method')
    .select((p) => p.fn.sum<number>(p('amount_minor', '-', p.ref('refunded_minor'))).as('minor'))
    .where(inOrg(ctx))
    .where('subject_type', '=', BILL)
    .where('subject_id', 'in', billIds)
    .where('state', '=', 'verified')
    .where('owed', '=', false)
    .groupBy('method')
    .orderBy('method')
    .execute();
  return rows.map(({ method, minor }) => ({ method: method as PaymentMethod, minor: Number(minor) }));
}
