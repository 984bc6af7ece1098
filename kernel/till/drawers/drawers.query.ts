import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { drawerAccount } from '../accounts.ts';
import type { Drawer } from '../contract.ts';

const rows = (ctx: Ctx) =>
  ctx.db
    .selectFrom('till_drawer as d')
    .select(['d.id', 'd.code', 'd.name', 'd.currency', 'd.shared', 'd.archived_at', 'd.owner_account'])
    .select((eb) =>
      eb
        .selectFrom('till_session as s')
        .select(sql<string[] | null>`array_agg(s.cashier_name order by s.id)`.as('names'))
        .whereRef('s.organization_id', '=', 'd.organization_id')
        .whereRef('s.drawer_id', '=', 'd.id')
        .where('s.closed_at', 'is', null)
        .as('open_by'),
    )
    .where(inOrg(ctx, 'd'));

type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

/** All drawers by name; an organization has few. */
export async function listDrawers(ctx: Ctx): Promise<Result<Drawer[]>> {
  return ok((await rows(ctx).orderBy('d.name').orderBy('d.id').limit(500).execute()).map(asDrawer));
}

/** The names of drawers by the account of their cash. */
export async function drawerAccounts(ctx: Ctx): Promise<Map<string, string>> {
  const drawers = await ctx.db.selectFrom('till_drawer').select(['code', 'name']).where(inOrg(ctx)).execute();
  return new Map(drawers.map(({ code, name }) => [drawerAccount(code), name]));
}

/** One drawer. Refuses with `till.drawer_not_found`. */
export async function getDrawer(ctx: Ctx, id: string): Promise<Result<Drawer>> {
  const row = await rows(ctx).where('d.id', '=', id).executeTakeFirst();
  return row ? ok(asDrawer(row)) : refuse('till.drawer_not_found');
}

const asDrawer = ({ archived_at, open_by, ...row }: Row): Drawer => ({
  ...row,
  archived: archived_at !== null,
  account: drawerAccount(row.code),
  open_by: open_by ?? [],
});
