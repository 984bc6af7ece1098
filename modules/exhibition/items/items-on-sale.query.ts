import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { type ItemRow, itemRows } from './items.query.ts';

/** The items of these ids that are sold now, by id; each says at which exhibition: one with variants on sale is not sold itself. */
export async function itemsOnSale(ctx: Ctx, ids: string[]): Promise<Map<string, ItemRow>> {
  if (ids.length === 0) return new Map();
  const rows = await itemRows(ctx)
    .where('i.archived_at', 'is', null)
    .where((eb) => eb('i.id', '=', eb.fn.any(eb.val(ids))))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('exhibition_item as v')
            .select('v.id')
            .where(inOrg(ctx, 'v'))
            .whereRef('v.variant_of', '=', 'i.id')
            .where('v.archived_at', 'is', null),
        ),
      ),
    )
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
