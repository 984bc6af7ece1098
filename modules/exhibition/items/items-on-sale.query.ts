import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { type ItemRow, itemRows } from './items.query.ts';

/**
 * The items of these ids that are sold now, by id; each says at which exhibition: one with variants on sale is not sold
 * itself. `archived`: those that were sold once, too.
 */
export async function itemsOnSale(
  ctx: Ctx,
  ids: string[],
  { archived = false }: { archived?: boolean } = {},
): Promise<Map<string, ItemRow>> {
  if (ids.length === 0) return new Map();
  const named = itemRows(ctx).where((eb) => eb('i.id', '=', eb.fn.any(eb.val(ids))));
  const rows = await (archived ? named : onSale(ctx, named)).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

const onSale = (ctx: Ctx, rows: ReturnType<typeof itemRows>) =>
  rows
    .where('i.archived_at', 'is', null)
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
    );
