import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Device, DevicePatch } from '../door-contract.ts';
import { DEVICE } from '../door-names.ts';
import { findDevice } from '../queries/staff-tokens.ts';

/** What a device does once its roster is too old, and when that is. Refusals: `mess.device.not_found`. */
export async function changeDevice(ctx: Ctx, id: string, patch: DevicePatch): Promise<Result<Device>> {
  return transaction(ctx, async (tx) => {
    const before = await findDevice(tx, id);
    if (!before) return refuse('mess.device.not_found');
    const { stale_policy = before.stale_policy, stale_minutes = before.stale_minutes } = patch;
    await Promise.all([
      tx.db
        .updateTable('mess_device')
        .set({ stale_policy, stale_minutes })
        .where('organization_id', '=', orgOf(tx).id)
        .where('id', '=', id)
        .execute(),
      audit(tx, 'mess.device.changed', {
        subject: { type: DEVICE, id },
        before: { stale_policy: before.stale_policy, stale_minutes: before.stale_minutes },
        after: { stale_policy, stale_minutes },
      }),
    ]);
    return ok({ ...before, stale_policy, stale_minutes });
  });
}
