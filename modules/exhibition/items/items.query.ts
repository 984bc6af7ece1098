import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { escapeLike } from '../../../kernel/lib/like.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { percent } from '../exhibitions/exhibitions.query.ts';
import type { Item, ItemFilter } from './contract.ts';
import type { Colour, Unit } from './looks.rule.ts';
import { showQuantity } from './quantity.rule.ts';

/** All items, as `i`. */
export const itemRows = (ctx: Ctx) => ctx.db.selectFrom('exhibition_item as i').selectAll('i').where(inOrg(ctx, 'i'));

/** One item's row, to be locked. */
export const itemRow = (ctx: Ctx, id: string) => itemRows(ctx).where('i.id', '=', id);

/** Items with the number of their variants. */
const counted = (ctx: Ctx) =>
  itemRows(ctx).select((eb) =>
    eb
      .selectFrom('exhibition_item as v')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where(inOrg(ctx, 'v'))
      .whereRef('v.variant_of', '=', 'i.id')
      .where('v.archived_at', 'is', null)
      .as('variants'),
  );

export type ItemRow = Awaited<ReturnType<ReturnType<typeof itemRow>['executeTakeFirstOrThrow']>>;
type CountedRow = ItemRow & { variants: number | null };
type ItemQuery = { filter: ItemFilter; search?: string | undefined; limit: number; after?: string | undefined };

/** A page of items by name, so that variants follow their item. */
export async function listItems(ctx: Ctx, { filter, search, limit, after }: ItemQuery): Promise<Result<Item[]>> {
  const cursor = readCursor(after, 'text', 'uuid');
  if (!cursor.ok) return cursor;
  const [name, id] = cursor.data;
  let rows = counted(ctx)
    .select(sql<string>`lower(i.name)`.as('sorted_by'))
    .orderBy(sql`lower(i.name)`)
    .orderBy('i.id')
    .limit(limit + 1);
  if (filter.exhibition_id) rows = rows.where('i.exhibition_id', '=', filter.exhibition_id);
  if (filter.stall_id) rows = rows.where('i.stall_id', '=', filter.stall_id);
  if (filter.variant_of) rows = rows.where('i.variant_of', '=', filter.variant_of);
  if (filter.code !== undefined) rows = rows.where('i.code', '=', filter.code.trim());
  if (filter.category !== undefined) rows = rows.where('i.category', '=', filter.category.trim());
  if (filter.archived !== undefined) rows = rows.where('i.archived_at', filter.archived ? 'is not' : 'is', null);
  const pattern = search?.trim() && `%${escapeLike(search.trim())}%`;
  // An exhibition has hundreds of items at most: they are all looked at.
  if (pattern)
    rows = rows.where(
      sql<boolean>`(app_fold(i.name) like app_fold(${pattern}) or app_fold(i.category) like app_fold(${pattern})
        or i.code ilike ${pattern})`,
    );
  if (id) rows = rows.where(sql<boolean>`(lower(i.name), i.id) > (${name}, ${id}::uuid)`);
  return cutPage(await rows.execute(), limit, (row) => [row.sorted_by, row.id], asItem);
}

export async function getItem(ctx: Ctx, id: string): Promise<Result<Item>> {
  const row = await counted(ctx).where('i.id', '=', id).executeTakeFirst();
  return row ? ok(asItem(row)) : refuse('exhibition.item.not_found');
}

function asItem(row: CountedRow): Item {
  return {
    id: row.id,
    exhibition_id: row.exhibition_id,
    stall_id: row.stall_id,
    name: row.name,
    code: row.code,
    price: formatAmount(row.price_minor, row.currency),
    price_minor: row.price_minor,
    currency: row.currency,
    unit: row.unit as Unit,
    tax_percent: row.tax_basis_points === null ? null : percent(row.tax_basis_points),
    hsn: row.hsn,
    category: row.category,
    colour: row.colour as Colour | null,
    image_file_id: row.image_file_id,
    quick_key: row.quick_key,
    variant_of: row.variant_of,
    variant: row.variant,
    variants: Number(row.variants),
    stock: row.stock_milli === null ? null : showQuantity(row.stock_milli),
    stock_milli: row.stock_milli,
    archived: row.archived_at !== null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
