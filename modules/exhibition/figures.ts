import { sql } from 'kysely';
import { inOrg, orgOf } from '../../kernel/ctx/index.ts';
import { dayIn } from '../../kernel/lib/time.ts';
import type { Figure } from '../../kernel/module/index.ts';
import { idBounds } from './customers/customers.query.ts';

/** What a shop or fair counts of the day. */
export const figures: Figure[] = [
  {
    kind: 'exhibition.sales',
    permission: 'exhibition.read',
    to: '/exhibition/bills',
    async read(ctx) {
      const { from } = idBounds(ctx, { from: dayIn(orgOf(ctx).timeZone, ctx.clock.now()) });
      return ctx.db
        .selectFrom('exhibition_bill')
        .select(['currency', sql<number>`sum(amount_minor)::bigint`.as('minor')])
        .where(inOrg(ctx))
        .where('id', '>=', from)
        .where('voided_at', 'is', null)
        .groupBy('currency')
        .execute();
    },
  },
];
