import { audit } from '../audit/index.ts';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { startTask } from '../jobs/index.ts';
import { type Result, refuse } from '../lib/result.ts';
import { sendWaitingJob } from './send-waiting.job.ts';
import { type ImportReport, importReport } from './view.ts';
import { countWaiting } from './waiting.ts';

/**
 * Starts to send the messages that an import held back. Refusals: `imports.not_found`, `imports.nothing_to_send` (none
 * waits, or sending has already begun).
 */
export async function startSending(ctx: Ctx, id: string): Promise<Result<ImportReport>> {
  return transaction(ctx, async (tx) => {
    // When two people press the button at once, one of them starts it.
    const row = await tx.db
      .updateTable('import')
      .set({ send: 'now' })
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('send', '=', 'later')
      .where('state', '=', 'done')
      .returning('name')
      .executeTakeFirst();
    if (!row) return refuse('imports.nothing_to_send');
    const total = await countWaiting(tx, id);
    if (total === 0) return refuse('imports.nothing_to_send');
    await startTask(tx, sendWaitingJob, { import: id }, { total });
    await audit(tx, 'imports.sent', { subject: { type: 'import', id }, after: { name: row.name, total } });
    return importReport(tx, id);
  });
}
