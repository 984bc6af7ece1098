import { type Ctx, orgOf } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { ok } from '../lib/result.ts';
import type { InboxSource } from './source.ts';
import { type Due, markFailed, takeEvent } from './store.ts';

/**
 * After the last attempt the event waits for staff, and its source may report it. When the source fails here too, the
 * event is only marked: otherwise it would be tried for ever and hold up the events behind it.
 */
export async function giveUp(ctx: Ctx, source: InboxSource | undefined, event: Due, error: string): Promise<void> {
  try {
    if (source?.giveUp) return await source.giveUp(ctx, event, error);
  } catch (fault) {
    ctx.log.error({ event: event.id, err: fault }, 'what became of a failed event could not be told');
  }
  const marked = await transaction(ctx, async (tx) => {
    if (await takeEvent(tx.db, orgOf(tx).id, event.id, tx.clock.now())) await markFailed(tx, event.id, error);
    return ok(null);
  });
  if (!marked.ok) throw new Error(marked.code);
}
