import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { firstIdAt } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { searchPattern } from '../../../kernel/lib/searchable.ts';
import { dayBounds } from '../../../kernel/lib/time.ts';
import { type DayRange, plusDays } from '../calendar/days.rule.ts';
import type { DoorStudent, ScanFilter, ScanRow, Settlement, SettlementFilter } from './contract.ts';
import { doorStudent } from './judge.ts';
import type { Scanner } from './scanner.ts';

export type ScanQuery<F> = { filter: F; search?: string | undefined; limit: number; after?: string | undefined };

function scanRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('mess_scan as n')
    .leftJoin('mess_student as s', (on) =>
      on.onRef('s.organization_id', '=', 'n.organization_id').onRef('s.id', '=', 'n.student_id'),
    )
    .leftJoin('person as p', (on) =>
      on.onRef('p.organization_id', '=', 's.organization_id').onRef('p.id', '=', 's.person_id'),
    )
    .leftJoin('mess_meal as m', (on) =>
      on.onRef('m.organization_id', '=', 'n.organization_id').onRef('m.id', '=', 'n.meal_id'),
    )
    .select(['n.id', 'n.at', 'n.device_at', 'n.skew_seconds', 'n.offline', 'n.allowed', 'n.reason', 'n.settle'])
    .select(['n.by_hand_reason', 'n.device_name', 'n.service_on', 'n.student_id', 'n.meal_id'])
    .select(['s.roll_number', 's.room', 's.photo_file_id', 'p.name', 'm.code as meal_code', 'm.name as meal_name'])
    .where(inOrg(ctx, 'n'));
}

type Row = Awaited<ReturnType<ReturnType<typeof scanRows>['execute']>>[number];

const studentIn = (row: Row): DoorStudent | null =>
  row.student_id && row.name !== null && row.roll_number !== null
    ? doorStudent({
        student_id: row.student_id,
        name: row.name,
        roll_number: row.roll_number,
        room: row.room,
        photo_file_id: row.photo_file_id,
      })
    : null;
const mealIn = (row: Row) =>
  row.meal_id && row.meal_code && row.meal_name ? { id: row.meal_id, code: row.meal_code, name: row.meal_name } : null;

function asScan(row: Row): ScanRow {
  return {
    id: row.id,
    at: row.at.toISOString(),
    device_at: row.device_at?.toISOString() ?? null,
    skew_seconds: row.skew_seconds,
    offline: row.offline,
    allowed: row.allowed,
    reason: row.reason as ScanRow['reason'],
    settle: row.settle as ScanRow['settle'],
    by_hand_reason: row.by_hand_reason,
    device_name: row.device_name,
    service_on: row.service_on,
    student: studentIn(row),
    meal: mealIn(row),
  };
}

/** A page of scans, the newest first. Days are days of scanning, `service_on` the day that a meal belongs to. */
export async function listScans(ctx: Ctx, query: ScanQuery<ScanFilter>): Promise<Result<ScanRow[]>> {
  const cursor = readCursor(query.after, 'uuid');
  if (!cursor.ok) return cursor;
  const { allowed, reason, offline, meal, student_id, service_on } = query.filter;
  let rows = between(ctx, scanRows(ctx), query.filter);
  if (allowed !== undefined) rows = rows.where('n.allowed', '=', allowed);
  if (reason) rows = rows.where('n.reason', '=', reason);
  if (offline !== undefined) rows = rows.where('n.offline', '=', offline);
  if (meal) rows = rows.where('m.code', '=', meal);
  if (student_id) rows = rows.where('n.student_id', '=', student_id);
  if (service_on)
    rows = between(ctx, rows, daysOfScans({ from: service_on, to: service_on })).where('n.service_on', '=', service_on);
  if (cursor.data[0] !== undefined) rows = rows.where('n.id', '<', String(cursor.data[0]));
  const list = await rows
    .orderBy('n.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  return cutPage(list, query.limit, (row) => [row.id], asScan);
}

type Rows = ReturnType<typeof scanRows>;

function between(ctx: Ctx, rows: Rows, { from, to }: Partial<DayRange>): Rows {
  let narrowed = rows;
  if (from) narrowed = narrowed.where('n.id', '>=', scanIds(ctx, { from, to: from }).first);
  if (to) narrowed = narrowed.where('n.id', '<', scanIds(ctx, { from: to, to }).end);
  return narrowed;
}

/** An id begins with the time of the scan, so a range of days is a range of the key, from `first` to before `end`. */
export function scanIds(ctx: Ctx, { from, to }: DayRange): { first: string; end: string } {
  const zone = orgOf(ctx).timeZone;
  return {
    first: firstIdAt(dayBounds(zone, from).from.getTime()),
    end: firstIdAt(dayBounds(zone, to).to.getTime()),
  };
}

/**
 * The days on which scans of these service days may have been made: dinner ends past midnight, and the organization may
 * have moved to another zone since. A query by service day that names them reads these months only.
 */
export const daysOfScans = ({ from, to }: DayRange): DayRange => ({ from: plusDays(from, -1), to: plusDays(to, 2) });

/**
 * Scans that were allowed without a network and would not have been with one, such as the same student at two doors.
 */
export async function listSettlements(ctx: Ctx, query: ScanQuery<SettlementFilter>): Promise<Result<Settlement[]>> {
  const cursor = readCursor(query.after, 'uuid');
  if (!cursor.ok) return cursor;
  let rows = settlementRows(ctx, query.filter);
  if (query.filter.state === 'open') rows = rows.where('n.decision', 'is', null);
  if (query.filter.state === 'decided') rows = rows.where('n.decision', 'is not', null);
  if (cursor.data[0] !== undefined) rows = rows.where('n.id', '<', String(cursor.data[0]));
  const list = await rows
    .orderBy('n.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  return cutPage(list, query.limit, (row) => [row.id], asSettlement);
}

export async function findSettlement(ctx: Ctx, scanId: string): Promise<Settlement | null> {
  const row = await settlementRows(ctx, {}).where('n.id', '=', scanId).executeTakeFirst();
  return row ? asSettlement(row) : null;
}

function settlementRows(ctx: Ctx, filter: SettlementFilter) {
  return between(ctx, scanRows(ctx), filter)
    .leftJoin('mess_service as v', (on) =>
      on
        .onRef('v.organization_id', '=', 'n.organization_id')
        .onRef('v.student_id', '=', 'n.student_id')
        .onRef('v.service_on', '=', 'n.service_on')
        .onRef('v.meal_id', '=', 'n.meal_id'),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('mess_scan')
          .select(['id', 'at', 'device_name'])
          .whereRef('organization_id', '=', 'n.organization_id')
          .whereRef('id', '=', 'v.scan_id')
          .whereRef('id', '<>', 'n.id')
          .limit(1)
          .as('o'),
      (on) => on.onTrue(),
    )
    .select(['n.decision', 'n.charge_minor', 'n.currency', 'n.note', 'n.decided_at', 'n.decided_by_name'])
    .select(['n.received_at', sql<boolean>`v.scan_id is not distinct from n.id`.as('served')])
    .select(['o.id as other_id', 'o.at as other_at', 'o.device_name as other_device'])
    .where('n.settle', 'is not', null);
}

function asSettlement(row: Awaited<ReturnType<ReturnType<typeof settlementRows>['execute']>>[number]): Settlement {
  const { other_id, other_at, other_device, charge_minor, currency } = row;
  return {
    scan_id: row.id,
    at: row.at.toISOString(),
    service_on: row.service_on,
    reason: row.settle as Settlement['reason'],
    served: row.served,
    device_at: row.device_at?.toISOString() ?? null,
    received_at: row.received_at.toISOString(),
    by_hand_reason: row.by_hand_reason,
    device_name: row.device_name,
    skew_seconds: row.skew_seconds,
    student: studentIn(row),
    meal: mealIn(row),
    other:
      other_id && other_at && other_device
        ? { scan_id: other_id, at: other_at.toISOString(), device_name: other_device }
        : null,
    decision: row.decision as Settlement['decision'],
    charge: charge_minor !== null && currency !== null ? formatAmount(charge_minor, currency) : null,
    currency,
    note: row.note,
    decided_at: row.decided_at?.toISOString() ?? null,
    decided_by_name: row.decided_by_name,
  };
}

/** Students by a part of the name or the roll number, for a supervisor who admits by hand. */
export async function findStudentsAtDoor(ctx: Ctx, search: string): Promise<Result<DoorStudent[]>> {
  const pattern = searchPattern(search) ?? '%';
  const rows = await ctx.db
    .selectFrom('mess_student as s')
    .innerJoin('person as p', (on) =>
      on.onRef('p.organization_id', '=', 's.organization_id').onRef('p.id', '=', 's.person_id'),
    )
    .select(['s.id as student_id', 's.roll_number', 's.room', 's.photo_file_id', 'p.name'])
    .where(inOrg(ctx, 's'))
    .where('s.state', '<>', 'left')
    .where(sql<boolean>`(app_fold(p.name) like ${pattern} or app_fold(s.roll_number) like ${pattern})`)
    .orderBy('s.roll_number')
    .limit(20)
    .execute();
  return ok(rows.map(doorStudent));
}

/** How long after a scan the photo may be fetched: as long as the verdict is on the screen, plus a slow network. */
const FACE_MS = 5 * 60_000;

/**
 * The photo of a student whom this scanner may see: one who showed a code there a moment ago or, for a supervisor, any
 * whom they could search for. Otherwise null, as without a photo.
 */
export async function photoOf(ctx: Ctx, scanner: Scanner, studentId: string): Promise<string | null> {
  const { id } = orgOf(ctx);
  const since = firstIdAt(ctx.clock.now().getTime() - FACE_MS);
  const { rows } = await sql<{ photo_file_id: string | null }>`
    select s.photo_file_id from mess_student s where s.organization_id = ${id} and s.id = ${studentId}
      and (${scanner.role === 'supervisor'} and s.state <> 'left' or exists (select from mess_scan n
        where n.organization_id = ${id} and n.student_id = s.id and n.id >= ${since} and n.device_id = ${scanner.id}
          and n.code_hash is not null))`.execute(ctx.db);
  return rows[0]?.photo_file_id ?? null;
}
