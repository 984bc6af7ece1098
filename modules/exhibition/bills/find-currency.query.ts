import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import type { CustomerReference } from '../customers/reference.rule.ts';

/** The currency of a customer's exhibition; undefined when there is no such customer. */
export async function findCurrency(ctx: Ctx, customer: CustomerReference): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('exhibition_customer')
    .select('currency')
    .where('organization_id', '=', orgOf(ctx).id)
    .where(customer.column, '=', customer.value)
    .executeTakeFirst();
  return row?.currency;
}
