import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { lockMachine } from '../machines/lock-machine.query.ts';
import { ALARM, MACHINE } from '../names.ts';
import type { Mute, Muted } from './contract.ts';

/** A machine that is muted for longer is forgotten. */
const MAX_DAYS = 31;

/**
 * Nobody is told of a machine's alarms until then; what is still open afterwards is told. Refusals:
 * `coffee.machine.not_found`, `coffee.alarm.mute_until` (in the past, or more than a month ahead).
 */
export function muteMachine(ctx: Ctx, reference: string, { until, reason = '' }: Mute): Promise<Result<Muted>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockMachine(tx, reference);
    if (!locked.ok) return locked;
    const { id, serial, merchant_id, muted_until } = locked.data;
    const now = tx.clock.now();
    const end = until === null ? null : new Date(until);
    if (end && (end <= now || end.getTime() - now.getTime() > MAX_DAYS * 86_400_000))
      return refuse('coffee.alarm.mute_until', undefined, { until: 'coffee.alarm.mute_until' });
    const mute = { muted_until: end, muted_by_name: end && tx.actor.name, mute_reason: end ? reason.trim() : '' };
    await tx.db.updateTable('coffee_machine').set(mute).where(inOrg(tx)).where('id', '=', id).execute();
    // Those that waited for the end of the mute before.
    await tx.db
      .updateTable('coffee_alarm')
      .set({ notify_at: now })
      .where(inOrg(tx))
      .where('machine_id', '=', id)
      .where('notify_at', '>', now)
      .where('told_at', 'is', null)
      .execute();
    await audit(tx, end ? 'coffee.machine.muted' : 'coffee.machine.unmuted', {
      subject: { type: MACHINE, id },
      before: { muted_until: muted_until?.toISOString() ?? null },
      after: { serial, muted_until: end?.toISOString() ?? null, reason: mute.mute_reason },
    });
    publish(tx, MACHINE, id, merchant_id);
    publish(tx, ALARM, id, merchant_id);
    return ok({ machine_id: id, muted_until: end?.toISOString() ?? null, reason: mute.mute_reason });
  });
}
