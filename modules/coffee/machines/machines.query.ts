import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { isUuid } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { wordPatterns } from '../../../kernel/lib/searchable.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { coffeeSettings } from '../settings.ts';
import { lowIn } from './bin-levels.query.ts';
import type { Machine, MachineFilter } from './contract.ts';
import { presenceOf } from './presence.rule.ts';

export type MachineQuery = PageQuery & {
  filter: MachineFilter;
  search?: string | undefined;
  /** rows to skip, for the older list by numbered pages */
  offset?: number;
};

function machineRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('coffee_machine as c')
    .innerJoin('coffee_merchant as m', onOrg('m.id', 'c.merchant_id'))
    .leftJoin('coffee_location as l', onOrg('l.id', 'c.location_id'))
    .leftJoin('coffee_package as p', onOrg('p.id', 'c.wanted_package_id'))
    .select(['c.id', 'c.serial', 'c.name', 'c.model', 'c.firmware', 'c.merchant_id', 'c.location_id', 'c.address'])
    .select(['c.tags', 'c.state', 'c.device_id', 'c.status', 'c.temperature_dc', 'c.errors', 'c.locked'])
    .select(['c.last_seen_at', 'c.offline_at', 'c.clock_offset_s', 'c.package_number', 'c.created_at'])
    .select(['m.name as merchant_name', 'l.name as location_name', 'l.latitude', 'l.longitude'])
    .select(['p.id as package_id', 'p.number as wanted_number', 'p.name as package_name'])
    .select((eb) =>
      eb
        .selectFrom('coffee_bin as b')
        .select((b) => b.fn.countAll<number>().as('n'))
        .whereRef('b.organization_id', '=', 'c.organization_id')
        .whereRef('b.machine_id', '=', 'c.id')
        .where(lowIn('c'))
        .as('low_bins'),
    )
    .where(inOrg(ctx, 'c'));
}
type Row = Awaited<ReturnType<ReturnType<typeof machineRows>['execute']>>[number];

/** Machines that were last seen before this count as offline. */
export async function offlineBefore(ctx: Ctx): Promise<Date> {
  const { offline_minutes } = await getSettings(ctx, coffeeSettings);
  return new Date(ctx.clock.now().getTime() - offline_minutes * 60_000);
}

const asMachine =
  (before: Date) =>
  (row: Row): Machine => ({
    id: row.id,
    serial: row.serial,
    name: row.name,
    model: row.model,
    firmware: row.firmware,
    merchant: { id: row.merchant_id, name: row.merchant_name },
    location:
      row.location_id === null
        ? null
        : { id: row.location_id, name: row.location_name ?? '', latitude: row.latitude, longitude: row.longitude },
    merchant_id: row.merchant_id,
    location_id: row.location_id,
    address: row.address,
    tags: row.tags,
    state: row.state as Machine['state'],
    device_id: row.device_id,
    presence: presenceOf(row, before),
    status: row.status as Machine['status'],
    temperature: row.temperature_dc === null ? null : row.temperature_dc / 10,
    errors: row.errors,
    locked: row.locked,
    last_seen_at: row.last_seen_at?.toISOString() ?? null,
    clock_offset_s: row.clock_offset_s,
    package_number: row.package_number,
    wanted_package:
      row.package_id === null
        ? null
        : { id: row.package_id, number: row.wanted_number ?? 0, name: row.package_name ?? '' },
    low_bins: row.low_bins ?? 0,
    created_at: row.created_at.toISOString(),
  });

/** A page of machines, newest first; `search` looks at serial, name, model, address, location and merchant. */
export async function listMachines(ctx: Ctx, query: MachineQuery): Promise<Result<Machine[]>> {
  const { merchant_id, location_id, model, tag, status } = query.filter;
  const before = await offlineBefore(ctx);
  let rows = machineRows(ctx)
    .offset(query.offset ?? 0)
    .where('c.state', '=', status === 'retired' ? 'retired' : 'active');
  if (merchant_id) rows = rows.where('c.merchant_id', '=', merchant_id);
  if (location_id) rows = rows.where('c.location_id', '=', location_id);
  if (model) rows = rows.where('c.model', '=', model);
  if (tag) rows = rows.where(sql<boolean>`${tag} = any (c.tags)`);
  if (status === 'waiting') rows = rows.where('c.last_seen_at', 'is', null);
  if (status === 'online') rows = rows.where('c.last_seen_at', '>=', before).where('c.offline_at', 'is', null);
  if (status === 'offline')
    rows = rows.where((is) => is.or([is('c.last_seen_at', '<', before), is('c.offline_at', 'is not', null)]));
  if (status === 'fault')
    rows = rows.where((is) => is.or([is('c.status', '=', 'fault'), is('c.errors', '<>', sql<string[]>`'{}'`)]));
  if (status === 'low')
    rows = rows.where((is) =>
      is.exists(
        is
          .selectFrom('coffee_bin as b')
          .select('b.position')
          .whereRef('b.organization_id', '=', 'c.organization_id')
          .whereRef('b.machine_id', '=', 'c.id')
          .where(lowIn('c')),
      ),
    );
  for (const pattern of wordPatterns(query.search).slice(0, 8)) {
    const words = sql`app_fold(c.serial || E'\n' || c.name || E'\n' || c.model || E'\n' || c.address || E'\n'
      || m.name || E'\n' || coalesce(l.name, ''))`;
    rows = rows.where(sql<boolean>`${words} like ${pattern}`);
  }
  return findPage(rows, 'c.id', query, asMachine(before));
}

/** One machine by uuid or serial number; refuses with `coffee.machine.not_found`. */
export async function getMachine(ctx: Ctx, reference: string): Promise<Result<Machine>> {
  const [before, row] = await Promise.all([offlineBefore(ctx), named(ctx, reference).executeTakeFirst()]);
  return row ? ok(asMachine(before)(row)) : refuse('coffee.machine.not_found');
}

/** The id of a machine that was named by its uuid, serial number, or the id of its device; null when there is none. */
export async function findMachineId(ctx: Ctx, reference: string): Promise<string | null> {
  const rows = ctx.db.selectFrom('coffee_machine').select('id').where(inOrg(ctx));
  const row = await (isUuid(reference)
    ? rows.where((is) => is.or([is('id', '=', reference), is('device_id', '=', reference)]))
    : rows.where(sql<boolean>`lower(serial) = ${reference.toLowerCase()}`)
  ).executeTakeFirst();
  return row?.id ?? null;
}

function named(ctx: Ctx, reference: string) {
  const rows = machineRows(ctx);
  return isUuid(reference)
    ? rows.where('c.id', '=', reference)
    : rows.where(sql<boolean>`lower(c.serial) = ${reference.toLowerCase()}`);
}

/** The devices of machines in use with a serial number, in all organizations; read by a function of the tables' owner. */
export async function withSerial(ctx: Ctx, serial: string): Promise<{ organizationId: string; deviceId: string }[]> {
  const { rows } = await sql<{ organization_id: string; device_id: string }>`
    select * from coffee_machines_with_serial(${serial})`.execute(ctx.db);
  return rows.map(({ organization_id, device_id }) => ({ organizationId: organization_id, deviceId: device_id }));
}
