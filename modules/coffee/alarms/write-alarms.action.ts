import { type CompiledQuery, sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { ALARM, MACHINE } from '../names.ts';
import { coffeeSettings } from '../settings.ts';
import { type AlarmKind, keyOf, SEVERITY, type Verdict } from './alarm-kinds.rule.ts';

/** What is open or cleared now at a machine, which the caller has locked. */
export type AlarmChange = {
  machine: { id: string; merchant_id: string; location_id: string | null; alarms: string[] };
  verdicts: Verdict[];
};

/** An alarm that comes back within this is the same one: it is counted, and people are not told of it anew. */
export const SAME_MS = 30 * 60_000;
/**
 * Machines that lose power together are told of together; the look at locations comes each minute. A machine that was
 * away hands in what it sold after its levels: the look at stock comes every ten minutes.
 */
const WAIT_MS: { [kind in AlarmKind]?: number } = { offline: 2 * 60_000, drift: 25 * 60_000 };

/** Opens and clears alarms, and notes on the machines' rows which are open; nothing is sent when nothing changes. */
export async function writeAlarms(tx: Ctx, changes: AlarmChange[]): Promise<void> {
  for (const write of await alarmWrites(tx, changes)) await tx.db.executeQuery(write);
}

/** What `writeAlarms` writes. Raw SQL: one statement for the machines of a whole group of reports. */
export async function alarmWrites(tx: Ctx, changes: AlarmChange[]): Promise<CompiledQuery[]> {
  const changed = changes.filter(({ verdicts }) => verdicts.length > 0);
  if (changed.length === 0) return [];
  const now = tx.clock.now();
  const organizationId = orgOf(tx).id;
  const { remind_hours } = await getSettings(tx, coffeeSettings);
  const rows = changed.flatMap(({ machine, verdicts }) =>
    verdicts.map(({ kind, position, open, detail }) => ({
      id: newId(now.getTime()),
      machine_id: machine.id,
      merchant_id: machine.merchant_id,
      location_id: machine.location_id,
      kind,
      position,
      open,
      severity: SEVERITY[kind],
      detail,
      notify_at: new Date(now.getTime() + (WAIT_MS[kind] ?? 0)),
    })),
  );
  const marks = changed.map(({ machine, verdicts }) => ({
    id: machine.id,
    alarms: openAfter(machine.alarms, verdicts),
  }));
  for (const { machine } of changed) {
    publish(tx, ALARM, machine.id, machine.merchant_id);
    publish(tx, MACHINE, machine.id, machine.merchant_id);
  }
  const write = sql`
    with change as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c (id uuid, machine_id uuid, merchant_id uuid,
        location_id uuid, kind text, position int, open boolean, severity text, detail jsonb, notify_at timestamptz)),
    marked as (
      update coffee_machine m set alarms = r.alarms
      from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as r (id uuid, alarms text[])
      where m.organization_id = ${organizationId} and m.id = r.id),
    cleared as (
      update coffee_alarm a set cleared_at = ${now}, notify_at = null
      from change c where not c.open and a.organization_id = ${organizationId} and a.machine_id = c.machine_id
        and a.kind = c.kind and a.position = c.position and a.cleared_at is null),
    again as (
      update coffee_alarm a set cleared_at = null, last_at = ${now}, count = a.count + 1, detail = c.detail,
        merchant_id = c.merchant_id, location_id = c.location_id, group_id = null,
        notify_at = case when a.acknowledged_at is not null then null when a.told_at is null then c.notify_at
          when ${remind_hours}::int > 0 then greatest(c.notify_at, a.told_at + ${remind_hours}::int * interval '1 hour') end
      from change c where c.open and a.organization_id = ${organizationId} and a.id = (
        select b.id from coffee_alarm b where b.organization_id = ${organizationId} and b.machine_id = c.machine_id
          and b.kind = c.kind and b.position = c.position and b.cleared_at >= ${new Date(now.getTime() - SAME_MS)}
        order by b.id desc limit 1)
      returning c.id)
    insert into coffee_alarm (organization_id, id, machine_id, merchant_id, location_id, kind, position, severity,
      detail, first_at, last_at, notify_at)
    select ${organizationId}, c.id, c.machine_id, c.merchant_id, c.location_id, c.kind, c.position, c.severity,
      c.detail, ${now}, ${now}, c.notify_at
    from change c where c.open and not exists (select from again g where g.id = c.id)
    on conflict do nothing`;
  return [write.compile(tx.db)];
}

function openAfter(before: string[], verdicts: Verdict[]): string[] {
  const open = new Set(before);
  for (const { kind, position, open: on } of verdicts) {
    if (on) open.add(keyOf(kind, position));
    else open.delete(keyOf(kind, position));
  }
  return [...open].sort();
}
