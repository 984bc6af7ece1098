import { type Ctx, inOrg, limitOf, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { staffWith } from '../../../kernel/staff/index.ts';
import { alarmText } from './alarm-text.ts';
import type { Alarm, AlarmFilter, Technician } from './contract.ts';

/** Alarms with the names that their sentences have. */
export function alarmRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('coffee_alarm as a')
    .innerJoin('coffee_merchant as h', onOrg('h.id', 'a.merchant_id'))
    .leftJoin('coffee_machine as m', onOrg('m.id', 'a.machine_id'))
    .leftJoin('coffee_location as l', onOrg('l.id', 'a.location_id'))
    .leftJoin('coffee_bin as b', (on) =>
      on
        .onRef('b.organization_id', '=', 'a.organization_id')
        .onRef('b.machine_id', '=', 'a.machine_id')
        .onRef('b.position', '=', 'a.position'),
    )
    .leftJoin('coffee_material as t', onOrg('t.id', 'b.material_id'))
    .select(['a.id', 'a.kind', 'a.severity', 'a.machine_id', 'a.merchant_id', 'a.location_id', 'a.position'])
    .select(['a.detail', 'a.count', 'a.first_at', 'a.last_at', 'a.cleared_at', 'a.acknowledged_at', 'a.group_id'])
    .select(['a.acknowledged_by_name', 'a.note', 'a.assigned_to', 'a.assigned_name', 'a.told_at'])
    .select(['m.serial', 'm.name as machine_name', 'm.muted_until', 'l.name as location_name'])
    .select(['h.name as merchant_name', 't.name as material_name', 't.unit as material_unit'])
    .where(inOrg(ctx, 'a'));
}
export type AlarmRow = Awaited<ReturnType<ReturnType<typeof alarmRows>['execute']>>[number];

const asAlarm =
  (ctx: Ctx) =>
  (row: AlarmRow): Alarm => ({
    id: row.id,
    kind: row.kind as Alarm['kind'],
    severity: row.severity as Alarm['severity'],
    text: alarmText(ctx, ctx.locale, row),
    machine:
      row.machine_id === null ? null : { id: row.machine_id, serial: row.serial ?? '', name: row.machine_name ?? '' },
    location: row.location_id === null ? null : { id: row.location_id, name: row.location_name ?? '' },
    merchant: { id: row.merchant_id, name: row.merchant_name },
    position: row.position === 0 ? null : row.position,
    count: row.count,
    first_at: row.first_at.toISOString(),
    last_at: row.last_at.toISOString(),
    cleared_at: row.cleared_at?.toISOString() ?? null,
    acknowledged_at: row.acknowledged_at?.toISOString() ?? null,
    acknowledged_by: row.acknowledged_by_name,
    note: row.note,
    assigned_to: row.assigned_to === null ? null : { id: row.assigned_to, name: row.assigned_name ?? '' },
    mine: row.assigned_to !== null && row.assigned_to === ctx.actor.id,
    muted_until: row.muted_until && row.muted_until > ctx.clock.now() ? row.muted_until.toISOString() : null,
    told_at: row.told_at?.toISOString() ?? null,
    group_id: row.group_id,
  });

/**
 * A page of alarms, newest first. Those of machines for which their location's alarm speaks are left out, unless a
 * machine or a group is asked for.
 */
export async function listAlarms(
  ctx: Ctx,
  { filter, ...page }: PageQuery & { filter: AlarmFilter },
): Promise<Result<Alarm[]>> {
  const { state, kind, severity, machine_id, location_id, merchant_id, group_id } = filter;
  let rows = alarmRows(ctx);
  if (state === 'cleared') rows = rows.where('a.cleared_at', 'is not', null);
  else if (state) rows = rows.where('a.cleared_at', 'is', null);
  if (state === 'mine') rows = rows.where('a.assigned_to', '=', ctx.actor.kind === 'user' ? ctx.actor.id : null);
  if (state === 'unacknowledged') rows = rows.where('a.acknowledged_at', 'is', null);
  if (kind) rows = rows.where('a.kind', '=', kind);
  if (severity) rows = rows.where('a.severity', '=', severity);
  if (machine_id) rows = rows.where('a.machine_id', '=', machine_id);
  if (location_id) rows = rows.where('a.location_id', '=', location_id);
  if (merchant_id) rows = rows.where('a.merchant_id', '=', merchant_id);
  if (group_id) rows = rows.where('a.group_id', '=', group_id);
  else if (!machine_id) rows = rows.where('a.group_id', 'is', null);
  return findPage(rows, 'a.id', page, asAlarm(ctx));
}

/** One alarm; refuses with `coffee.alarm.not_found`. */
export async function getAlarm(ctx: Ctx, id: string): Promise<Result<Alarm>> {
  const row = await alarmRows(ctx).where('a.id', '=', id).executeTakeFirst();
  return row ? ok(asAlarm(ctx)(row)) : refuse('coffee.alarm.not_found');
}

/** Members who may look after an alarm of a merchant: without a limit, or limited to it. */
export async function technicians(ctx: Ctx, merchantId: string | null): Promise<Technician[]> {
  const own = limitOf(ctx.actor)?.id ?? merchantId;
  const staff = await staffWith(ctx, 'coffee.operate');
  return staff
    .filter(({ actor }) => own === null || actor.limit === undefined || actor.limit.id === own)
    .map(({ actor: { id, name } }) => ({ id, name, me: id === ctx.actor.id }));
}
