import type { Ctx } from '../../../kernel/ctx/index.ts';
import { type ItemRow, itemRows } from './items.query.ts';

/** The items of these ids that an exhibition sells now, by id. */
export async function itemsOnSale(ctx: Ctx, exhibitionId: string, ids: string[]): Promise<Map<string, ItemRow>> {
  if (ids.length === 0) return new Map();
  const rows = await itemRows(ctx)
    .where('exhibition_id', '=', exhibitionId)
    .where('archived_at', 'is', null)
    .where((item) => item('id', '=', item.fn.any(item.val(ids))))
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
