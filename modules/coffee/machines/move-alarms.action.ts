import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';

/**
 * Open alarms go with their machine to another merchant or location; the next look gathers them there. What was cleared
 * stays where it was. The caller has changed the machine.
 */
export async function moveAlarms(tx: Ctx, machineId: string): Promise<void> {
  const organizationId = orgOf(tx).id;
  await sql`
    update coffee_alarm a set merchant_id = m.merchant_id, location_id = m.location_id, group_id = null
    from coffee_machine m
    where a.organization_id = ${organizationId} and a.machine_id = ${machineId} and a.cleared_at is null
      and m.organization_id = ${organizationId} and m.id = ${machineId}
      and (a.merchant_id, a.location_id) is distinct from (m.merchant_id, m.location_id)`.execute(tx.db);
}
