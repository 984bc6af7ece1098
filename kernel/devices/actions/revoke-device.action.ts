import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { Device } from '../contract.ts';
import { DEVICE } from '../names.ts';
import { findDevice } from '../queries/devices.ts';

/**
 * Ends a device for good: its next request is refused, and its open streams end, because the change is published to
 * them (kernel/realtime). Refusals: `devices.not_found`, `already_revoked`.
 */
export async function revokeDevice(ctx: Ctx, id: string): Promise<Result<Device>> {
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const ended = await tx.db
      .updateTable('device')
      .set({ revoked_at: now, revoked_by_name: tx.actor.name, code_hash: null, code_expires_at: null })
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('name')
      .executeTakeFirst();
    const device = await findDevice(tx, id);
    if (!device) return refuse('devices.not_found');
    if (!ended) return refuse('devices.already_revoked');
    const after = { name: ended.name, revoked_at: now.toISOString() };
    await audit(tx, 'devices.revoked', { subject: { type: DEVICE, id }, after });
    return ok(device);
  });
}
