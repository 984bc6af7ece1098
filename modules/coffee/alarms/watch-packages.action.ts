import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { writeAlarms } from './write-alarms.action.ts';

type Machine = { id: string; merchant_id: string; location_id: string | null; alarms: string[]; number: number | null };

/**
 * Machines that should have gone back from a package, and run it all the same, as they say or as far as anybody knows: no
 * earlier one is known, or they did not say that they are back. It ends when they say that they run another one, or when
 * they should run it again. Raw SQL: one look for all, at the few machines that are concerned.
 */
export async function watchPackages(tx: Ctx): Promise<void> {
  const organizationId = orgOf(tx).id;
  const { rows } = await sql<Machine>`
    select m.id, m.merchant_id, m.location_id, m.alarms, s.number from coffee_machine m
    left join lateral (
      select p.number from coffee_rollout_machine r
      join coffee_rollout o on o.organization_id = ${organizationId} and o.id = r.rollout_id
      join coffee_package p on p.organization_id = ${organizationId} and p.id = o.package_id
      where r.organization_id = ${organizationId} and r.machine_id = m.id and r.state = 'stuck'
        and m.wanted_package_id is distinct from o.package_id
        and (m.package_number is null or m.package_number = p.number)
      order by o.id desc limit 1
    ) s on true
    where m.organization_id = ${organizationId} and m.state = 'active'
      and (s.number is not null) <> ('rollback' = any (m.alarms))
      and m.id in (
        select r.machine_id from coffee_rollout_machine r
        where r.organization_id = ${organizationId} and r.state = 'stuck'
        union select a.machine_id from coffee_alarm a
        where a.organization_id = ${organizationId} and a.cleared_at is null and a.kind = 'rollback')
    order by m.id for no key update of m`.execute(tx.db);
  await writeAlarms(
    tx,
    rows.map(({ number, ...machine }) => ({
      machine,
      verdicts: [{ kind: 'rollback', position: 0, open: number !== null, detail: { package: number } }],
    })),
  );
}
