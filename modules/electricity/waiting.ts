import { inOrg } from '../../kernel/ctx/index.ts';
import { countOf, type Waiting } from '../../kernel/module/index.ts';

/** What of a supplier waits for staff. */
export const waiting: Waiting[] = [
  {
    kind: 'electricity.claims',
    permission: 'electricity.claim.decide',
    to: '/electricity/claims',
    count: (ctx) =>
      countOf(
        ctx.db
          .selectFrom('electricity_claim')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where(inOrg(ctx))
          .where('state', '=', 'waiting'),
      ),
  },
];
