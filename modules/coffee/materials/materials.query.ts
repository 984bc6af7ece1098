import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { wordPatterns } from '../../../kernel/lib/searchable.ts';
import type { Material, MaterialFilter } from './contract.ts';

type Query = PageQuery & { filter: MaterialFilter; search?: string | undefined };

const materials = (ctx: Ctx) =>
  ctx.db
    .selectFrom('coffee_material')
    .select(['id', 'code', 'name', 'unit', 'specification', 'cost_minor', 'currency', 'active', 'created_at'])
    .where(inOrg(ctx));
type Row = Awaited<ReturnType<ReturnType<typeof materials>['execute']>>[number];

const asMaterial = (row: Row): Material => ({
  ...row,
  unit: row.unit as Material['unit'],
  cost: formatAmount(row.cost_minor, row.currency),
  created_at: row.created_at.toISOString(),
});

/** A page of materials, newest first; `search` looks at code, name and specification. */
export async function listMaterials(ctx: Ctx, query: Query): Promise<Result<Material[]>> {
  let rows = materials(ctx);
  if (query.filter.unit) rows = rows.where('unit', '=', query.filter.unit);
  if (query.filter.active !== undefined) rows = rows.where('active', '=', query.filter.active);
  for (const pattern of wordPatterns(query.search).slice(0, 8)) {
    rows = rows.where(sql<boolean>`app_fold(code || E'\n' || name || E'\n' || specification) like ${pattern}`);
  }
  return findPage(rows, 'id', query, asMaterial);
}

/** One material; refuses with `coffee.material.not_found`. */
export async function getMaterial(ctx: Ctx, id: string): Promise<Result<Material>> {
  const row = await materials(ctx).where('id', '=', id).executeTakeFirst();
  return row ? ok(asMaterial(row)) : refuse('coffee.material.not_found');
}

/** The materials with these codes, by code. */
export async function materialsByCode(ctx: Ctx, codes: string[]): Promise<Map<string, Material>> {
  const rows = await materials(ctx)
    .where('code', '=', (eb) => eb.fn.any(eb.val([...new Set(codes)])))
    .execute();
  return new Map(rows.map((row) => [row.code, asMaterial(row)]));
}
