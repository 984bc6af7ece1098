import { sql } from 'kysely';
import { inOrg, orgOf } from '../../kernel/ctx/index.ts';
import { dayBounds, dayIn } from '../../kernel/lib/time.ts';
import type { Figure } from '../../kernel/module/index.ts';

/** What a raffle counts of the day. */
export const figures: Figure[] = [
  {
    kind: 'raffle.sales',
    permission: 'raffle.read',
    to: '/raffle/orders',
    read(ctx) {
      const { timeZone } = orgOf(ctx);
      const { from } = dayBounds(timeZone, dayIn(timeZone, ctx.clock.now()));
      return ctx.db
        .selectFrom('raffle_order')
        .select(['currency', sql<number>`sum(amount_minor)::bigint`.as('minor')])
        .where(inOrg(ctx))
        .where('paid_at', '>=', from)
        .where('state', '=', 'paid')
        .groupBy('currency')
        .execute();
    },
  },
];
