import type { Ctx } from '../ctx/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { type BulkQuery, MAX_ROWS } from './contract.ts';
import type { BulkList } from './define.ts';

const PAGE = 500;

/** The rows that filter and search find now, for whoever asks. Refuses more than MAX_ROWS, and what the list refuses. */
export async function rowsOf(ctx: Ctx, { page }: BulkList, { filter, search }: BulkQuery): Promise<Result<string[]>> {
  const query = { ...(filter && { filter }), ...(search && { search }) };
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const found: Awaited<ReturnType<BulkList['page']>> = await page(ctx, query, after, PAGE);
    if ('ok' in found && !found.ok) return found;
    const { rows, next } = 'ok' in found ? found.data : found;
    ids.push(...rows.map(({ id }) => id));
    if (ids.length > MAX_ROWS) return refuse('bulk.too_many', { limit: MAX_ROWS });
    after = next;
  } while (after);
  return ok(ids);
}
