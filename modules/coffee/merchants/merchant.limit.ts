import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { LimitDefinition, Part } from '../../../kernel/tenancy/index.ts';
import { MERCHANT } from '../names.ts';

/** Members may be limited to one merchant; the policies of the tables keep to it (limit_table in the migrations). */
export const merchantLimit: LimitDefinition = {
  kind: MERCHANT,
  permissions: ['coffee.read', 'coffee.operate', 'coffee.refund', 'events.read', 'organization.read'],
  parts: (ctx) => merchants(ctx).orderBy('name').limit(200).execute(),
  find: async (ctx, id) => (await merchants(ctx).where('id', '=', id).executeTakeFirst()) ?? null,
};

const merchants = (ctx: Ctx) =>
  ctx.db.selectFrom('coffee_merchant').select(['id', 'name']).where(inOrg(ctx)).$castTo<Part>();
