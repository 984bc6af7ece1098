import { audit } from '../../audit/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { ReplayInput } from '../contract.ts';
import { spreadsheetOf } from '../settings.ts';
import { hurry } from './hurry.ts';

type Counted = Result<{ rows: number }>;

/**
 * What happened from a moment on is looked for in the sheet, and what isn't there is appended: after rows were deleted,
 * or for a new spreadsheet. Rows that are there stay single. Refuses with `mirror.not_set_up`.
 */
export async function replayFrom(ctx: Ctx, { from, event }: ReplayInput): Promise<Counted> {
  if (!(await spreadsheetOf(ctx))) return refuse('mirror.not_set_up');
  return transaction(ctx, async (tx) => {
    let update = tx.db
      .updateTable('mirror_row')
      .set({ state: 'unsure', left_at: null })
      .where('organization_id', '=', orgOf(tx).id)
      .where('state', 'in', ['done', 'dead'])
      .where('at', '>=', new Date(from));
    if (event) update = update.where('event', '=', event);
    const rows = Number((await update.executeTakeFirst()).numUpdatedRows);
    const subject = { type: 'mirror', id: orgOf(tx).id };
    await audit(tx, 'mirror.replayed', { subject, after: { from, event: event ?? '*', rows } });
    await hurry(tx);
    return ok({ rows });
  });
}

/** All dead rows, or those of an event, are tried once more. */
export async function retryDead(ctx: Ctx, event?: string): Promise<Counted> {
  return transaction(ctx, async (tx) => {
    let update = tx.db
      .updateTable('mirror_row')
      .set({ state: 'unsure', left_at: null, settled_at: null })
      .where('organization_id', '=', orgOf(tx).id)
      .where('state', '=', 'dead');
    if (event) update = update.where('event', '=', event);
    const rows = Number((await update.executeTakeFirst()).numUpdatedRows);
    if (rows > 0) {
      const subject = { type: 'mirror', id: orgOf(tx).id };
      await audit(tx, 'mirror.dead_retried', { subject, after: { event: event ?? '*', rows } });
    }
    // Also for what waits: this is the button for whoever has just shared the sheet.
    await hurry(tx);
    return ok({ rows });
  });
}
