import { inOrg } from '../../kernel/ctx/index.ts';
import { countOf, type Waiting } from '../../kernel/module/index.ts';

/** What of a fleet waits for staff. */
export const waiting: Waiting[] = [
  {
    kind: 'coffee.alarms',
    permission: 'coffee.operate',
    to: '/coffee/alarms',
    count: (ctx) =>
      countOf(
        ctx.db
          .selectFrom('coffee_alarm')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where(inOrg(ctx))
          .where('cleared_at', 'is', null),
      ),
  },
];
