import { sql } from 'kysely';
import { inOrg, limitOf, orgOf } from '../../kernel/ctx/index.ts';
import { dayIn } from '../../kernel/lib/time.ts';
import type { Figure } from '../../kernel/module/index.ts';

/** What a fleet counts of the day. */
export const figures: Figure[] = [
  {
    kind: 'coffee.sales',
    permission: 'coffee.read',
    to: '/coffee/orders',
    read: (ctx) =>
      ctx.db
        .selectFrom('coffee_day')
        .select(['currency', sql<number>`sum(amount_minor - refunded_minor)::bigint`.as('minor')])
        .where(inOrg(ctx))
        // The sums of one merchant stand under its id, those of all under the organization's.
        .where('scope_id', '=', limitOf(ctx.actor)?.id ?? orgOf(ctx).id)
        .where('sold_on', '=', dayIn(orgOf(ctx).timeZone, ctx.clock.now()))
        .groupBy('currency')
        .execute(),
  },
];
