import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { wordPatterns } from '../../../kernel/lib/searchable.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { readReference } from '../reference.rule.ts';
import { electricitySettings } from '../settings.ts';
import type { Meter, MeterCounts, MeterFilter, MeterState } from './contract.ts';

export type MeterQuery = PageQuery & {
  filter: MeterFilter;
  search?: string | undefined;
};

/** The rows of the lists of meters, with their balance and with the names of whatever they belong to. */
export function meterRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('electricity_meter as m')
    .innerJoin('electricity_balance as b', onOrg('b.meter_id', 'm.id'))
    .leftJoin('electricity_customer as c', onOrg('c.id', 'm.customer_id'))
    .leftJoin('electricity_building as h', onOrg('h.id', 'm.building_id'))
    .leftJoin('electricity_department as d', onOrg('d.id', 'm.department_id'))
    .leftJoin('electricity_keypad as k', onOrg('k.meter_id', 'm.id'))
    .select(['m.id', 'm.number', 'm.name', 'm.place', 'm.state', 'm.tariff_class', 'm.device_id', 'm.created_at'])
    .select(['m.customer_id', 'c.name as customer_name', 'm.building_id', 'h.name as building_name'])
    .select(['m.department_id', 'd.name as department_name', 'm.claim_code_expires_at'])
    .select(['m.history_from', 'm.history_on'])
    .select(['b.balance_wh', 'b.register_wh', 'b.read_at', 'k.kind as keypad'])
    .where(inOrg(ctx, 'm'));
}

export type MeterRow = Awaited<ReturnType<ReturnType<typeof meterRows>['execute']>>[number];

export function asMeter(ctx: Ctx): (row: MeterRow) => Meter {
  const now = ctx.clock.now();
  const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  return (row) => ({
    id: row.id,
    number: row.number,
    name: row.name,
    place: row.place,
    state: row.state as MeterState,
    tariff_class: row.tariff_class,
    customer: named(row.customer_id, row.customer_name),
    building: named(row.building_id, row.building_name),
    department: named(row.department_id, row.department_name),
    building_id: row.building_id,
    department_id: row.department_id,
    device_id: row.device_id,
    keypad: row.keypad as Meter['keypad'],
    history: row.history_from && row.history_on ? { from: row.history_from.toISOString(), on: row.history_on } : null,
    has_claim_code: row.claim_code_expires_at !== null && row.claim_code_expires_at > now,
    balance_wh: row.balance_wh,
    register_wh: row.register_wh,
    read_at: row.read_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  });
}

/** A page of meters, newest first; `search` looks at number, name, place and holder. */
export async function listMeters(ctx: Ctx, query: MeterQuery): Promise<Result<Meter[]>> {
  const { state, tariff_class, customer_id, held, mark } = query.filter;
  let rows = meterRows(ctx);
  if (state) rows = rows.where('m.state', '=', state);
  if (tariff_class) rows = rows.where('m.tariff_class', '=', tariff_class);
  if (customer_id) rows = rows.where('m.customer_id', '=', customer_id);
  if (mark === 'empty') rows = rows.where('m.state', '=', 'active').where('b.balance_wh', '<=', 0);
  if (mark === 'silent') rows = rows.where('m.state', '=', 'active').where(isSilent(await silentSince(ctx)));
  if (held !== undefined) rows = rows.where('m.customer_id', held ? 'is not' : 'is', null);
  for (const pattern of wordPatterns(query.search).slice(0, 8)) {
    const text = sql`app_fold(m.number || E'\\n' || m.name || E'\\n' || m.place || E'\\n' || coalesce(c.name, ''))`;
    rows = rows.where(sql<boolean>`${text} like ${pattern}`);
  }
  return findPage(rows, 'm.id', query, asMeter(ctx));
}

/** Before this a meter in use should have been read again. */
async function silentSince(ctx: Ctx): Promise<Date> {
  const { reading_gap_hours } = await getSettings(ctx, electricitySettings);
  return new Date(ctx.clock.now().getTime() - reading_gap_hours * 3_600_000);
}

/** A new meter is silent, too, when it was never read. */
const isSilent = (since: Date) => sql<boolean>`coalesce(b.read_at, m.created_at) < ${since}`;

/** How many meters stand how, for the map above the list. */
export async function countMeters(ctx: Ctx): Promise<Result<MeterCounts>> {
  const { id } = orgOf(ctx);
  const since = await silentSince(ctx);
  const active = sql`m.state = 'active'`;
  // Raw SQL: sums with conditions read better in SQL.
  const { rows } = await sql<MeterCounts>`
    select count(*) filter (where ${active}) as active, count(*) filter (where m.state = 'suspended') as suspended,
      count(*) filter (where m.state = 'inactive') as inactive,
      count(*) filter (where ${active} and m.customer_id is null) as unheld,
      count(*) filter (where ${active} and b.balance_wh <= 0) as empty,
      count(*) filter (where ${active} and ${isSilent(since)}) as silent,
      (select count(*) from electricity_reading r where r.organization_id = ${id} and r.state = 'flagged') as flagged
    from electricity_meter m
    join electricity_balance b on b.organization_id = m.organization_id and b.meter_id = m.id
    where m.organization_id = ${id}`.execute(ctx.db);
  return ok(rows[0] as MeterCounts);
}

/** One meter by uuid or number; refuses with `electricity.meter.not_found`. */
export async function getMeter(ctx: Ctx, reference: string): Promise<Result<Meter>> {
  const id = await findMeterId(ctx, reference);
  const row = id && (await meterRows(ctx).where('m.id', '=', id).executeTakeFirst());
  return row ? ok(asMeter(ctx)(row)) : refuse('electricity.meter.not_found');
}

/** The id of a meter that was named by uuid or number; null when there is none. */
export async function findMeterId(ctx: Ctx, reference: string): Promise<string | null> {
  const named = readReference(reference);
  if (!named) return null;
  const row = await ctx.db
    .selectFrom('electricity_meter')
    .select('id')
    .where(inOrg(ctx))
    .where(named.which, '=', named.reference)
    .executeTakeFirst();
  return row?.id ?? null;
}

type OwnMeter = { id: string; number: string; state: MeterState };

/** The meters that these machines measure, by machine. */
export async function metersOfDevices(ctx: Ctx, deviceIds: string[]): Promise<Map<string, OwnMeter>> {
  const rows = await ctx.db
    .selectFrom('electricity_meter')
    .select(['id', 'number', 'state', 'device_id'])
    .where(inOrg(ctx))
    .where('device_id', '=', (eb) => eb.fn.any(eb.val(deviceIds)))
    .execute();
  return new Map(rows.map(({ device_id, state, ...row }) => [device_id ?? '', { ...row, state: state as MeterState }]));
}

/** Whether a caller means this meter, by uuid or number. */
export function isNamed(meter: OwnMeter, reference: string): boolean {
  const named = readReference(reference);
  return named !== undefined && meter[named.which] === named.reference;
}
