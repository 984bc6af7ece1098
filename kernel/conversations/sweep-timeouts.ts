import { type Ctx, inOrg, onOrg } from '../ctx/index.ts';
import { sweep } from '../db/index.ts';
import { enqueue } from '../jobs/index.ts';
import { timeOutJob } from './time-out.job.ts';

/** Most conversations of one organization in one run; the next run continues. */
const BATCH = 500;

/**
 * Enqueues one job for each conversation whose question has timed out. Called without an organization. Returns their
 * number.
 */
export async function sweepTimeouts(ctx: Ctx): Promise<number> {
  let enqueued = 0;
  await sweep(ctx, {
    async due() {
      const rows = await ctx.system
        .selectFrom('conversation_state')
        .select('organization_id as id')
        .distinct()
        .where('expires_at', '<=', ctx.clock.now())
        .execute();
      return rows.map(({ id }) => id);
    },
    async step(inside) {
      const due = await overdue(inside);
      for (const { conversation_id } of due) {
        await enqueue(inside, timeOutJob, { conversation_id }, { singletonKey: conversation_id });
      }
      enqueued += due.length;
      return false;
    },
  });
  return enqueued;
}

function overdue(inside: Ctx) {
  return (
    inside.db
      .selectFrom('conversation_state as s')
      .innerJoin('conversation as c', onOrg('c.id', 's.conversation_id'))
      .select('s.conversation_id')
      .where(inOrg(inside, 's'))
      .where('s.expires_at', '<=', inside.clock.now())
      // While staff have the conversation, no timeout interrupts; they hand it back in the same place.
      .where('c.mode', '=', 'flow')
      .orderBy('s.expires_at')
      .limit(BATCH)
      .execute()
  );
}
