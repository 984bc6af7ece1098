import { audit } from '../../audit/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { DEVICE } from '../names.ts';
import { giveToken } from './enrol.ts';

/**
 * Returns the next token of the calling device. The current one works until an hour after the first use of the next, so
 * a lost answer does no harm: the device asks again and gets another. Refuses a device with a key (`devices.has_key`),
 * which gets its tokens with that.
 */
export async function rotateToken(ctx: Ctx): Promise<Result<{ token: string }>> {
  return transaction(ctx, async (tx) => {
    const organization_id = orgOf(tx).id;
    const id = String(tx.actor.id);
    const device = await tx.db
      .selectFrom('device')
      .select(['name', 'public_key'])
      .where('organization_id', '=', organization_id)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!device) return refuse('devices.not_found');
    if (device.public_key !== null) return refuse('devices.has_key');
    await tx.db
      .deleteFrom('device_token')
      .where('organization_id', '=', organization_id)
      .where('device_id', '=', id)
      .where((is) => is.or([is('used_at', 'is', null), is('expires_at', '<=', tx.clock.now())]))
      .execute();
    const token = await giveToken(tx, id, null);
    await audit(tx, 'devices.token_rotated', { subject: { type: DEVICE, id }, after: { name: device.name } });
    return ok({ token });
  });
}
