import { audit } from '../audit/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { t } from '../i18n/index.ts';
import { startTask } from '../jobs/index.ts';
import { newId } from '../lib/ids.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { bulkJob } from './bulk.job.ts';
import type { BulkInput } from './contract.ts';
import type { BulkAction, BulkList } from './define.ts';
import { rowsOf } from './rows.query.ts';

/**
 * Starts an action on all rows that a filter finds, as a task. The rows are those of this moment: what begins to match
 * later is not touched. When their number is not the one that the person confirmed, nothing is done. Refusals:
 * `bulk.changed` (with the `count` that it is now), `bulk.too_many`, `bulk.reason_blank`.
 */
export async function startBulk(
  ctx: Ctx,
  list: BulkList,
  name: string,
  action: BulkAction,
  { count, reason, ...query }: BulkInput,
): Promise<Result<{ task_id: string; count: number }>> {
  const why = reason?.trim() || undefined;
  if (action.reason && !why) return refuse('bulk.reason_blank', undefined, { reason: 'bulk.reason_blank' });
  return transaction(ctx, async (tx) => {
    const rows = await rowsOf(tx, list, query);
    if (!rows.ok) return rows;
    const ids = rows.data;
    if (ids.length !== count) return refuse('bulk.changed', { count: ids.length });
    const task = newId();
    await startTask(
      tx,
      bulkJob,
      { task, list: list.name, action: name, ids, ...(why && { reason: why }) },
      { id: task, total: count, params: { what: t(tx, `console.bulk.${list.name}.${name}`), count } },
    );
    await audit(tx, 'bulk.started', {
      subject: { type: 'task', id: task },
      after: { list: list.name, action: name, count, ...query },
      note: why ?? null,
    });
    return ok({ task_id: task, count });
  });
}
