import type { Ctx } from '../ctx/index.ts';
import type { Retention } from './define.ts';
import { deleteRows } from './delete-rows.ts';
import { dropEmptyMonths, dropMonths, makeMonths } from './months.ts';

/**
 * Applies the manifests' declarations. Called without an organization. Returns the number of rows or months removed
 * from each table; a table that fails doesn't stop the others.
 */
export async function applyRetention(ctx: Ctx): Promise<Record<string, number>> {
  await makeMonths(ctx);
  const gone: Record<string, number> = {};
  const failures: unknown[] = [];
  for (const retention of ctx.services.retention) {
    const { table } = retention;
    try {
      const count = await apply(ctx, retention);
      gone[table] = (gone[table] ?? 0) + count;
    } catch (error) {
      ctx.log.error({ err: error, table }, 'the retention of a table failed');
      failures.push(error);
    }
  }
  ctx.log.info({ gone }, 'retention applied');
  if (failures.length > 0) throw failures[0];
  return gone;
}

async function apply(ctx: Ctx, retention: Retention): Promise<number> {
  if (retention.by === 'partition') return dropMonths(ctx, retention);
  const deleted = await deleteRows(ctx, retention);
  await dropEmptyMonths(ctx, retention.table);
  return deleted;
}
