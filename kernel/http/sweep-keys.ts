import { sql } from 'kysely';
import type { Ctx } from '../ctx/index.ts';

/** Longer than any client keeps trying; a till that was off over a weekend still gets its first answer. */
const KEEP_DAYS = 7;
/** So that no statement holds its locks for long. */
const BATCH = 10_000;

/** Forgets answers kept for an Idempotency-Key that nobody will send again. Returns how many. */
export async function sweepKeys(ctx: Ctx): Promise<{ forgotten: number }> {
  const before = new Date(ctx.clock.now().getTime() - KEEP_DAYS * 86_400_000);
  let forgotten = 0;
  for (let removed = BATCH; removed === BATCH; forgotten += removed) {
    const result = await sql`
      delete from idempotency_key where ctid = any (array(
        select ctid from idempotency_key where created_at < ${before} limit ${BATCH}))`.execute(ctx.system);
    removed = Number(result.numAffectedRows ?? 0);
  }
  return { forgotten };
}
