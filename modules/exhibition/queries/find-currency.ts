import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';

/** The currency in which a customer pays: their exhibition's. undefined when there is no such customer. */
export async function findCurrency(ctx: Ctx, customer: { id: string } | { code: string }): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('exhibition_customer')
    .select('currency')
    .where('organization_id', '=', orgOf(ctx).id)
    .where(...('id' in customer ? (['id', '=', customer.id] as const) : (['code', '=', customer.code] as const)))
    .executeTakeFirst();
  return row?.currency;
}
