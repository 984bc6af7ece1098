import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Device, DevicePatch } from '../door-contract.ts';
import { DEVICE } from '../door-names.ts';
import { findDevice } from '../queries/staff-tokens.ts';

/**
 * What a device is called, whether it may let people in by hand, what it does once its roster is too old, and when that is. A name of the office
 * stands: the phone doesn't put its own back. Refusals: `mess.device.` `not_found`, `name_blank`, `steward` (only a supervisor's may admit).
 */
export async function changeDevice(ctx: Ctx, id: string, patch: DevicePatch): Promise<Result<Device>> {
  const name = patch.name?.trim();
  if (name === '') return refuse('mess.device.name_blank', undefined, { name: 'mess.device.name_blank' });
  return transaction(ctx, async (tx) => {
    const before = await findDevice(tx, id);
    if (!before) return refuse('mess.device.not_found');
    if (patch.by_hand && before.token_role !== 'supervisor') return refuse('mess.device.steward');
    const {
      by_hand = before.by_hand,
      stale_policy = before.stale_policy,
      stale_minutes = before.stale_minutes,
    } = patch;
    const named = name !== undefined && name !== before.name ? { name, named_by_office: true } : {};
    const after = { name: name ?? before.name, stale_policy, stale_minutes, by_hand };
    const was = { name: before.name, stale_policy: before.stale_policy, stale_minutes: before.stale_minutes };
    await Promise.all([
      tx.db
        .updateTable('mess_device')
        .set({ stale_policy, stale_minutes, by_hand, ...named })
        .where('organization_id', '=', orgOf(tx).id)
        .where('id', '=', id)
        .execute(),
      audit(tx, 'mess.device.changed', {
        subject: { type: DEVICE, id },
        before: { ...was, by_hand: before.by_hand },
        after,
      }),
    ]);
    return ok({ ...before, ...after });
  });
}
