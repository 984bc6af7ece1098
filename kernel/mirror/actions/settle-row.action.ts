import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { isUuid } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { wakeWriter } from './wake-writer.action.ts';

type Settled = Result<{ id: string; state: 'unsure' | 'discarded' }>;

/**
 * Tries a dead row once more. The writer looks for it in the sheet first, since a person may have typed it there.
 * Refuses with `mirror.row_not_dead`.
 */
export const retryRow = (ctx: Ctx, id: string): Promise<Settled> => settle(ctx, id, 'unsure');

/** Discards a dead row for good. Refuses with `mirror.row_not_dead`. */
export const discardRow = (ctx: Ctx, id: string): Promise<Settled> => settle(ctx, id, 'discarded');

async function settle(ctx: Ctx, id: string, state: 'unsure' | 'discarded'): Promise<Settled> {
  if (!isUuid(id)) return refuse('mirror.row_not_dead');
  return transaction(ctx, async (tx) => {
    const row = await tx.db
      .updateTable('mirror_row')
      .set({ state, ...(state === 'unsure' ? { left_at: null, settled_at: null } : { settled_at: tx.clock.now() }) })
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('state', '=', 'dead')
      .returning(['event', 'last_error'])
      .executeTakeFirst();
    if (!row) return refuse('mirror.row_not_dead');
    const detail = { subject: { type: 'mirror_row', id }, after: { event: row.event }, note: row.last_error };
    if (state === 'unsure') await audit(tx, 'mirror.row_retried', detail);
    else await audit(tx, 'mirror.row_discarded', detail);
    await wakeWriter(tx, state === 'unsure');
    return ok({ id, state });
  });
}
