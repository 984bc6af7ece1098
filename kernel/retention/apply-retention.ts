import type { Ctx } from '../ctx/index.ts';
import { deleteRows } from './delete-rows.ts';
import { dropMonths, makeMonths } from './months.ts';

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
      const count =
        retention.by === 'batch' ? await deleteRows(ctx, retention) : await dropMonths(ctx, table, retention.days);
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
