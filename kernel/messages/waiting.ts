import { inOrg } from '../ctx/index.ts';
import { firstIdAt } from '../lib/ids.ts';
import { countOf, type Waiting } from '../module/index.ts';

/** Older failures are history: whoever was to be told knows by now, or never will. */
const WEEK_MS = 7 * 86_400_000;

/** Messages of the last week that could not be sent. */
export const waiting: Waiting[] = [
  {
    kind: 'messages.failed',
    permission: 'messages.resend',
    to: '/office/messages?filter={"state":"failed"}',
    count: (ctx) =>
      countOf(
        ctx.db
          .selectFrom('message')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where(inOrg(ctx))
          .where('state', '=', 'failed')
          .where('id', '>=', firstIdAt(ctx.clock.now().getTime() - WEEK_MS)),
      ),
  },
];
