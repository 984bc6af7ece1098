import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { ReplayInput } from '../contract.ts';
import { spreadsheetOf } from '../settings.ts';
import { wakeWriter } from './wake-writer.action.ts';

type Counted = Result<{ rows: number }>;

/**
 * Searches the sheet for all events from a moment on and appends those that are missing: after rows were deleted, or
 * for a new spreadsheet. Rows in the sheet are not repeated. Refuses with `mirror.not_set_up`.
 */
export async function replayFrom(ctx: Ctx, { from, event }: ReplayInput): Promise<Counted> {
  if (!(await spreadsheetOf(ctx))) return refuse('mirror.not_set_up');
  return transaction(ctx, async (tx) => {
    let update = tx.db
      .updateTable('mirror_row')
      .set({ state: 'unsure', left_at: null })
      .where(inOrg(tx))
      .where('state', 'in', ['done', 'dead'])
      .where('at', '>=', new Date(from));
    if (event) update = update.where('event', '=', event);
    const rows = Number((await update.executeTakeFirst()).numUpdatedRows);
    const subject = { type: 'mirror', id: orgOf(tx).id };
    await audit(tx, 'mirror.replayed', { subject, after: { from, event: event ?? '*', rows } });
    await wakeWriter(tx);
    return ok({ rows });
  });
}

/** Tries all dead rows, or those of one event, once more. */
export async function retryDead(ctx: Ctx, event?: string): Promise<Counted> {
  return transaction(ctx, async (tx) => {
    let update = tx.db
      .updateTable('mirror_row')
      .set({ state: 'unsure', left_at: null, settled_at: null })
      .where(inOrg(tx))
      .where('state', '=', 'dead');
    if (event) update = update.where('event', '=', event);
    const rows = Number((await update.executeTakeFirst()).numUpdatedRows);
    if (rows > 0) {
      const subject = { type: 'mirror', id: orgOf(tx).id };
      await audit(tx, 'mirror.dead_retried', { subject, after: { event: event ?? '*', rows } });
    }
    // Also for waiting rows: people press this button when they have just shared the sheet.
    await wakeWriter(tx);
    return ok({ rows });
  });
}
