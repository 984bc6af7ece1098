import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { wordPatterns } from '../../../kernel/lib/searchable.ts';
import type { Location, LocationFilter } from './contract.ts';

type LocationQuery = PageQuery & { filter: LocationFilter; search?: string | undefined };

function locations(ctx: Ctx) {
  return ctx.db
    .selectFrom('coffee_location as l')
    .innerJoin('coffee_merchant as m', onOrg('m.id', 'l.merchant_id'))
    .select(['l.id', 'l.merchant_id', 'm.name as merchant_name', 'l.name', 'l.address', 'l.latitude', 'l.longitude'])
    .select('l.created_at')
    .select((eb) =>
      eb
        .selectFrom('coffee_machine as c')
        .select((c) => c.fn.countAll<number>().as('n'))
        .whereRef('c.organization_id', '=', 'l.organization_id')
        .whereRef('c.location_id', '=', 'l.id')
        .where('c.state', '=', 'active')
        .as('machines'),
    )
    .where(inOrg(ctx, 'l'));
}
type Row = Awaited<ReturnType<ReturnType<typeof locations>['execute']>>[number];

const asLocation = (row: Row): Location => ({
  ...row,
  machines: row.machines ?? 0,
  created_at: row.created_at.toISOString(),
});

/** A page of locations, newest first; `search` looks at name, address and merchant. */
export async function listLocations(ctx: Ctx, query: LocationQuery): Promise<Result<Location[]>> {
  let rows = locations(ctx);
  if (query.filter.merchant_id) rows = rows.where('l.merchant_id', '=', query.filter.merchant_id);
  for (const pattern of wordPatterns(query.search).slice(0, 8)) {
    const text = sql`app_fold(l.name || E'\n' || l.address || E'\n' || m.name)`;
    rows = rows.where(sql<boolean>`${text} like ${pattern}`);
  }
  return findPage(rows, 'l.id', query, asLocation);
}

/** One location; refuses with `coffee.location.not_found`. */
export async function getLocation(ctx: Ctx, id: string): Promise<Result<Location>> {
  const row = await locations(ctx).where('l.id', '=', id).executeTakeFirst();
  return row ? ok(asLocation(row)) : refuse('coffee.location.not_found');
}
