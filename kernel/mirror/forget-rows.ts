import { sql } from 'kysely';
import type { Ctx } from '../ctx/index.ts';
import { firstIdAt } from '../lib/ids.ts';

/** As long as messages: a year's rows can be brought into a new spreadsheet. */
const KEEP_DAYS = 400;
/** So that no statement holds its locks for long. */
const BATCH = 5000;

/** Forgets rows that are in the sheet or were put away: they hold names and numbers. What waits or is dead stays. Over all organizations. */
export async function forgetRows(ctx: Ctx): Promise<{ forgotten: number }> {
  const before = firstIdAt(ctx.clock.now().getTime() - KEEP_DAYS * 86_400_000);
  let forgotten = 0;
  for (let removed = BATCH; removed === BATCH; forgotten += removed) {
    const result = await sql`
      delete from mirror_row where (organization_id, id) in (
        select organization_id, id from mirror_row
        where state in ('done', 'discarded') and id < ${before} limit ${BATCH})`.execute(ctx.system);
    removed = Number(result.numAffectedRows ?? 0);
  }
  if (forgotten > 0) ctx.log.info({ forgotten }, 'old rows of the mirror forgotten');
  return { forgotten };
}
