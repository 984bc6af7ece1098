import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { wordPatterns } from '../../../kernel/lib/searchable.ts';
import { fromMilli } from '../quantity.rule.ts';
import { levelIn, lowIn, reportedIn } from './bin-levels.query.ts';
import type { Bin, BinFilter, BinOfMachine } from './contract.ts';
import { getMachine } from './machines.query.ts';

type BinQuery = { filter: BinFilter; search?: string | undefined; limit: number; after?: string | undefined };

function binRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('coffee_bin as b')
    .innerJoin('coffee_machine as c', onOrg('c.id', 'b.machine_id'))
    .leftJoin('coffee_material as m', onOrg('m.id', 'b.material_id'))
    .select(['b.position', 'b.capacity_milli', 'b.threshold_milli'])
    .select([levelIn('c').as('level_milli'), reportedIn('c').as('reported_at')])
    .select(['m.id as material_id', 'm.code', 'm.name as material_name', 'm.unit'])
    .where(inOrg(ctx, 'b'));
}
type Row = Awaited<ReturnType<ReturnType<typeof binRows>['execute']>>[number];

const asBin = (row: Row): Bin => ({
  position: row.position,
  material:
    row.material_id === null
      ? null
      : {
          id: row.material_id,
          code: row.code ?? '',
          name: row.material_name ?? '',
          unit: row.unit as 'g' | 'ml' | 'piece',
        },
  capacity: fromMilli(row.capacity_milli),
  threshold: fromMilli(row.threshold_milli),
  level: row.level_milli === null ? null : fromMilli(row.level_milli),
  low: row.level_milli !== null && row.level_milli <= row.threshold_milli,
  reported_at: row.reported_at?.toISOString() ?? null,
});

/** The bins of a machine, by position. */
export async function binsOf(ctx: Ctx, machineId: string): Promise<Bin[]> {
  const rows = await binRows(ctx).where('b.machine_id', '=', machineId).orderBy('b.position').execute();
  return rows.map(asBin);
}

/** The bins of a machine by uuid or serial number; refuses with `coffee.machine.not_found`. */
export async function binsOfNamed(ctx: Ctx, reference: string): Promise<Result<Bin[]>> {
  const machine = await getMachine(ctx, reference);
  return machine.ok ? ok(await binsOf(ctx, machine.data.id)) : machine;
}

/** Ten-thousandths of its capacity; what was never reported comes last. */
const SHARE = sql<number>`coalesce(${levelIn('c')}::bigint * 10000 / b.capacity_milli, 10001)::int`;

/**
 * A page of the bins of all machines in use, the emptiest first; `search` looks at machine, location and merchant.
 * Refuses with `http.bad_cursor`.
 */
export async function listBins(ctx: Ctx, query: BinQuery): Promise<Result<BinOfMachine[]>> {
  const cursor = readCursor(query.after, 'integer', 'uuid', 'integer');
  if (!cursor.ok) return cursor;
  const { merchant_id, location_id, material, state } = query.filter;
  let rows = binRows(ctx)
    .innerJoin('coffee_merchant as k', onOrg('k.id', 'b.merchant_id'))
    .leftJoin('coffee_location as l', onOrg('l.id', 'c.location_id'))
    .select(['c.id as machine_id', 'c.serial', 'c.name as machine_name', 'k.id as merchant_id'])
    .select(['k.name as merchant_name', 'l.id as location_id', 'l.name as location_name', SHARE.as('share')])
    .where('c.state', '=', 'active')
    .orderBy(SHARE)
    .orderBy('b.machine_id')
    .orderBy('b.position')
    .limit(query.limit + 1);
  const [share, machineId, position] = cursor.data;
  if (machineId)
    rows = rows.where(
      sql<boolean>`(${SHARE}, b.machine_id, b.position) > (${share}::int, ${machineId}::uuid, ${position}::int)`,
    );
  if (merchant_id) rows = rows.where('b.merchant_id', '=', merchant_id);
  if (location_id) rows = rows.where('c.location_id', '=', location_id);
  if (material) rows = rows.where('m.code', '=', material);
  if (state) rows = rows.where(state === 'low' ? lowIn('c') : sql<boolean>`not ${lowIn('c')}`);
  for (const pattern of wordPatterns(query.search).slice(0, 8)) {
    const words = sql`app_fold(c.serial || E'\n' || c.name || E'\n' || k.name || E'\n' || coalesce(l.name, ''))`;
    rows = rows.where(sql<boolean>`${words} like ${pattern}`);
  }
  return cutPage(
    await rows.execute(),
    query.limit,
    (row) => [row.share, row.machine_id, row.position],
    (row) => ({
      ...asBin(row),
      machine: { id: row.machine_id, serial: row.serial, name: row.machine_name },
      merchant: { id: row.merchant_id, name: row.merchant_name },
      location: row.location_id === null ? null : { id: row.location_id, name: row.location_name ?? '' },
      percent: row.level_milli === null ? null : row.share / 100,
    }),
  );
}
