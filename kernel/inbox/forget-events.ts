import { sql } from 'kysely';
import type { Ctx } from '../ctx/index.ts';

/** Longer than any channel repeats itself (Meta a week), and long enough to look into what somebody says they sent. */
const KEEP_DAYS = 30;
/** So that no statement holds its locks for long. */
const BATCH = 5000;

/**
 * Forgets raw events that are done: what they said is in the conversation or the payment. What waits, or failed and was not looked at, stays.
 * Over all organizations.
 */
export async function forgetEvents(ctx: Ctx): Promise<{ forgotten: number }> {
  const before = new Date(ctx.clock.now().getTime() - KEEP_DAYS * 86_400_000);
  let forgotten = 0;
  for (let removed = BATCH; removed === BATCH; forgotten += removed) {
    const result = await sql`
      delete from inbox_event where (organization_id, id) in (
        select organization_id, id from inbox_event
        where state in ('processed', 'discarded') and received_at < ${before} limit ${BATCH})`.execute(ctx.system);
    removed = Number(result.numAffectedRows ?? 0);
  }
  if (forgotten > 0) ctx.log.info({ forgotten }, 'old events forgotten');
  return { forgotten };
}
