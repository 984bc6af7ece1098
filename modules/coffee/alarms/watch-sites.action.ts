import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ALARM } from '../names.ts';
import { SEVERITY } from './alarm-kinds.rule.ts';
import { judgeSite } from './site.rule.ts';
import { SAME_MS } from './write-alarms.action.ts';

type Site = { id: string; merchant_id: string; machines: number; gone: number; open_id: string | null; loose: number };

/**
 * Where several machines of a location are gone at once, it lost power or network: one alarm of the location speaks for
 * theirs, and people are told once. It ends when most are back; those that still miss speak for themselves again.
 */
export async function watchSites(tx: Ctx, siteMachines: number): Promise<void> {
  await lockGone(tx);
  for (const site of await sitesToLookAt(tx)) {
    const open = judgeSite(site, site.open_id !== null, siteMachines);
    if (open && (site.open_id === null || site.loose > 0)) await gatherSite(tx, site);
    if (!open && site.open_id !== null) await endSite(tx, site, site.open_id);
  }
}

/** Whoever writes alarms of a machine has locked it, so that nobody waits for each other. */
async function lockGone(tx: Ctx): Promise<void> {
  await tx.db
    .selectFrom('coffee_machine')
    .select('id')
    .where(inOrg(tx))
    .where('location_id', 'is not', null)
    .where(sql<boolean>`'offline' = any (alarms)`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/** Locations with machines that are gone, or with an open alarm. Raw SQL: counts with conditions. */
async function sitesToLookAt(tx: Ctx): Promise<Site[]> {
  const organizationId = orgOf(tx).id;
  const { rows } = await sql<Site>`
    with concerned as (
      select location_id from coffee_alarm
      where organization_id = ${organizationId} and cleared_at is null and kind in ('offline', 'site')
        and location_id is not null
      group by location_id)
    select l.id, l.merchant_id,
      count(m.id)::int as machines,
      count(m.id) filter (where 'offline' = any (m.alarms))::int as gone,
      (select s.id from coffee_alarm s where s.organization_id = ${organizationId} and s.location_id = l.id
        and s.kind = 'site' and s.cleared_at is null) as open_id,
      (select count(*)::int from coffee_alarm a where a.organization_id = ${organizationId} and a.location_id = l.id
        and a.kind = 'offline' and a.cleared_at is null and a.group_id is null) as loose
    from concerned c
    join coffee_location l on l.organization_id = ${organizationId} and l.id = c.location_id
    left join coffee_machine m on m.organization_id = l.organization_id and m.location_id = l.id
      and m.state = 'active' and m.last_seen_at is not null
    group by l.id, l.merchant_id order by l.id`.execute(tx.db);
  return rows;
}

async function gatherSite(tx: Ctx, { id, merchant_id, machines, gone, open_id }: Site): Promise<void> {
  const organization_id = orgOf(tx).id;
  const now = tx.clock.now();
  const alarm = open_id ?? (await reopened(tx, id, now));
  const detail = JSON.stringify({ machines, gone });
  const alarmId = alarm ?? newId(now.getTime());
  if (alarm === null)
    await tx.db
      .insertInto('coffee_alarm')
      .values({
        organization_id,
        id: alarmId,
        kind: 'site',
        severity: SEVERITY.site,
        machine_id: null,
        merchant_id,
        location_id: id,
        detail,
        first_at: now,
        last_at: now,
        notify_at: now,
      })
      .execute();
  else await tx.db.updateTable('coffee_alarm').set({ detail }).where(inOrg(tx)).where('id', '=', alarmId).execute();
  await tx.db
    .updateTable('coffee_alarm')
    .set({ group_id: alarmId, notify_at: null })
    .where(inOrg(tx))
    .where('location_id', '=', id)
    .where('kind', '=', 'offline')
    .where('cleared_at', 'is', null)
    .execute();
  publish(tx, ALARM, alarmId, merchant_id);
}

/** The same location again, soon after: the same alarm, of which people are reminded later. */
async function reopened(tx: Ctx, locationId: string, now: Date): Promise<string | null> {
  const row = await tx.db
    .updateTable('coffee_alarm')
    .set((eb) => ({ cleared_at: null, last_at: now, count: eb('count', '+', 1) }))
    .where(inOrg(tx))
    .where('id', '=', (eb) =>
      eb
        .selectFrom('coffee_alarm')
        .select('id')
        .where(inOrg(tx))
        .where('location_id', '=', locationId)
        .where('kind', '=', 'site')
        .where('cleared_at', '>=', new Date(now.getTime() - SAME_MS))
        .orderBy('id', 'desc')
        .limit(1),
    )
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

async function endSite(tx: Ctx, { merchant_id }: Site, alarmId: string): Promise<void> {
  const now = tx.clock.now();
  await tx.db
    .updateTable('coffee_alarm')
    .set({ cleared_at: now, notify_at: null })
    .where(inOrg(tx))
    .where('id', '=', alarmId)
    .execute();
  await tx.db
    .updateTable('coffee_alarm')
    .set((eb) => ({
      group_id: null,
      notify_at: eb.case().when('acknowledged_at', 'is', null).then(sql<Date>`${now}::timestamptz`).else(null).end(),
    }))
    .where(inOrg(tx))
    .where('group_id', '=', alarmId)
    .where('cleared_at', 'is', null)
    .execute();
  publish(tx, ALARM, alarmId, merchant_id);
}
