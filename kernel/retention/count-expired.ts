import { sql } from 'kysely';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { enterOrganization } from '../db/index.ts';
import type { Retention } from './define.ts';
import { conditionOf } from './delete-rows.ts';
import { monthsToDrop } from './months.ts';

/** What one organization (or all together, of a table by month) would lose. */
export type Expired = { table: string; organization: string | null; rows: number; months: string[] };

/** What `applyRetention` would delete now, by table and organization; changes nothing. Called without an organization. */
export async function countExpired(ctx: Ctx): Promise<Expired[]> {
  const organizations = await ctx.system.selectFrom('organization').select(['id', 'name']).orderBy('name').execute();
  const found: Expired[] = [];
  for (const retention of ctx.services.retention) {
    if (retention.by === 'partition') {
      const { months, rows } = await monthsToDrop(ctx, retention);
      if (months.length > 0) found.push({ table: retention.table, organization: null, rows, months });
      continue;
    }
    for (const { id, name } of organizations) {
      const inside = await enterOrganization(ctx, { id });
      const rows = inside ? await countRows(inside, retention) : 0;
      if (rows > 0) found.push({ table: retention.table, organization: name, rows, months: [] });
    }
  }
  return found;
}

async function countRows(inside: Ctx, retention: Extract<Retention, { by: 'batch' }>): Promise<number> {
  // Raw SQL: manifests name the tables and their columns.
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(retention.table)}
    where organization_id = ${orgOf(inside).id} and ${await conditionOf(inside, retention)}`.execute(inside.system);
  return rows[0]?.count ?? 0;
}
