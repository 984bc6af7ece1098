import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { percent } from '../exhibitions/exhibitions.query.ts';
import type { Item, ItemFilter } from './contract.ts';

export function itemRows(ctx: Ctx) {
  return ctx.db.selectFrom('exhibition_item').selectAll().where(inOrg(ctx));
}

export type ItemRow = Awaited<ReturnType<ReturnType<typeof itemRows>['executeTakeFirstOrThrow']>>;
type ItemQuery = { filter: ItemFilter; limit: number; after?: string | undefined };

/** A page of items by name. */
export async function listItems(ctx: Ctx, { filter, limit, after }: ItemQuery): Promise<Result<Item[]>> {
  const cursor = readCursor(after, 'text', 'uuid');
  if (!cursor.ok) return cursor;
  const [name, id] = cursor.data;
  let rows = itemRows(ctx)
    .select(sql<string>`lower(name)`.as('sorted_by'))
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .limit(limit + 1);
  if (filter.exhibition_id) rows = rows.where('exhibition_id', '=', filter.exhibition_id);
  if (filter.code !== undefined) rows = rows.where('code', '=', filter.code.trim());
  if (filter.archived !== undefined) rows = rows.where('archived_at', filter.archived ? 'is not' : 'is', null);
  if (id) rows = rows.where(sql<boolean>`(lower(name), id) > (${name}, ${id}::uuid)`);
  return cutPage(await rows.execute(), limit, (row) => [row.sorted_by, row.id], asItem);
}

export async function getItem(ctx: Ctx, id: string): Promise<Result<Item>> {
  const row = await itemRows(ctx).where('id', '=', id).executeTakeFirst();
  return row ? ok(asItem(row)) : refuse('exhibition.item.not_found');
}

export function asItem(row: ItemRow): Item {
  return {
    id: row.id,
    exhibition_id: row.exhibition_id,
    name: row.name,
    code: row.code,
    price: formatAmount(row.price_minor, row.currency),
    price_minor: row.price_minor,
    currency: row.currency,
    tax_percent: row.tax_basis_points === null ? null : percent(row.tax_basis_points),
    category: row.category,
    quick_key: row.quick_key,
    archived: row.archived_at !== null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
