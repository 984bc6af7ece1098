import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { SERVICE_HOURS } from '../names.ts';
import type { ServiceHours, ServiceHoursInput } from './contract.ts';
import { listServiceHours } from './service-hours.query.ts';
import { readMinute } from './service-hours.rule.ts';

/**
 * Sets when people may be told of alarms: of a location, or of all that have no hours of their own. Without windows a
 * location has the organization's hours again, and the organization is always told. What waits is judged anew.
 * Refuses with `coffee.location.not_found`.
 */
export function saveServiceHours(
  ctx: Ctx,
  { location_id, windows }: ServiceHoursInput,
): Promise<Result<ServiceHours[]>> {
  return transaction(ctx, async (tx) => {
    const organization_id = orgOf(tx).id;
    const now = tx.clock.now();
    const scope_id = location_id ?? organization_id;
    const location =
      location_id === null
        ? null
        : await tx.db
            .selectFrom('coffee_location')
            .select('name')
            .where(inOrg(tx))
            .where('id', '=', location_id)
            .executeTakeFirst();
    if (location === undefined) return refuse('coffee.location.not_found');
    const read = windows.map(({ days, from, to }) => ({
      days: [...days].sort(),
      from: readMinute(from) ?? 0,
      to: readMinute(to) ?? 0,
    }));
    if (read.length === 0)
      await tx.db.deleteFrom('coffee_service_hours').where(inOrg(tx)).where('scope_id', '=', scope_id).execute();
    else
      await tx.db
        .insertInto('coffee_service_hours')
        .values({ organization_id, scope_id, windows: JSON.stringify(read), updated_at: now })
        .onConflict((same) =>
          same
            .columns(['organization_id', 'scope_id'])
            .doUpdateSet((eb) => ({ windows: eb.ref('excluded.windows'), updated_at: now })),
        )
        .execute();
    await tx.db
      .updateTable('coffee_alarm')
      .set({ notify_at: now })
      .where(inOrg(tx))
      .where('notify_at', '>', now)
      .where('told_at', 'is', null)
      .execute();
    await audit(tx, 'coffee.service_hours.set', {
      subject: { type: SERVICE_HOURS, id: scope_id },
      after: { location: location?.name ?? null, windows },
    });
    return ok(await listServiceHours(tx));
  });
}
