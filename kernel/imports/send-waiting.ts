import { type Ctx, inOrg } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import type { Progress } from '../jobs/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { countWaiting } from './waiting.ts';

const BATCH = 200;

/**
 * Each batch is one transaction that queues the messages and removes them from the waiting list, so a worker that dies
 * never sends a message twice.
 */
export async function sendWaiting(
  ctx: Ctx,
  id: string,
  progress: Pick<Progress, 'signal'> & ((done: number, total?: number) => void),
): Promise<Result<{ sent: number }>> {
  const row = await ctx.db
    .selectFrom('import')
    .select('name')
    .where(inOrg(ctx))
    .where('id', '=', id)
    .executeTakeFirst();
  const definition = row && ctx.services.imports.get(row.name);
  if (!definition?.send) return refuse('imports.unknown');
  const total = await countWaiting(ctx, id);
  for (let sent = 0; ; ) {
    const batch = await transaction(ctx, async (tx): Promise<Result<number>> => {
      const waiting = await tx.db
        .selectFrom('import_waiting')
        .select('subject_id')
        .where(inOrg(tx))
        .where('import_id', '=', id)
        .orderBy('subject_id')
        .limit(BATCH)
        .forUpdate()
        .skipLocked()
        .execute();
      const ids = waiting.map(({ subject_id }) => subject_id);
      if (ids.length === 0) return ok(0);
      const done = await definition.send?.(tx, ids);
      if (done && !done.ok) return done;
      await tx.db
        .deleteFrom('import_waiting')
        .where(inOrg(tx))
        .where('import_id', '=', id)
        .where('subject_id', 'in', ids)
        .execute();
      return ok(ids.length);
    });
    if (!batch.ok) return batch;
    if (batch.data === 0) return ok({ sent });
    sent += batch.data;
    progress(sent, total);
  }
}
