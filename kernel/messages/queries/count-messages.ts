import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { type MessageState, STATES } from '../states.ts';

/** The console shows "1000+" beyond this; counting more would take time for nothing. */
const MAX_COUNTED = 1000;

export type MessageCounts = Record<Exclude<MessageState, 'sent'>, number>;

/** The number of messages in each state but `sent`, each count up to 1000. */
export async function countMessages(ctx: Ctx): Promise<Result<MessageCounts>> {
  const states = STATES.filter((state) => state !== 'sent');
  const counted = await Promise.all(
    states.map(async (state) => {
      const some = ctx.db
        .selectFrom('message')
        .select(sql`1`.as('one'))
        .where(inOrg(ctx))
        .where('state', '=', state)
        .limit(MAX_COUNTED)
        .as('some');
      const row = await ctx.db
        .selectFrom(some)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return [state, Number(row.count)] as const;
    }),
  );
  return ok(Object.fromEntries(counted) as MessageCounts);
}
