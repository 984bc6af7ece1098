import { inOrg } from '../ctx/index.ts';
import { countOf, type Waiting } from '../module/index.ts';

const WEEK_MS = 7 * 86_400_000;

/** Tills of the last week that did not hold what they should. */
export const waiting: Waiting[] = [
  {
    kind: 'till.differences',
    permission: 'till.supervise',
    to: '/till/sessions',
    count: (ctx) =>
      countOf(
        ctx.db
          .selectFrom('till_session')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where(inOrg(ctx))
          .where('difference_minor', '<>', 0)
          .where('closed_at', '>=', new Date(ctx.clock.now().getTime() - WEEK_MS)),
      ),
  },
  {
    kind: 'till.late',
    permission: 'till.supervise',
    to: '/till/sessions',
    count: (ctx) =>
      countOf(
        ctx.db
          .selectFrom('till_movement')
          .select((eb) => eb.fn.count<number>('session_id').distinct().as('count'))
          .where(inOrg(ctx))
          .where('late', '=', true)
          .where('at', '>=', new Date(ctx.clock.now().getTime() - WEEK_MS)),
      ),
  },
];
