import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { Device, DevicePatch } from '../contract.ts';
import { DEVICE, isNameTaken, NAME_TAKEN } from '../names.ts';
import { findDevice } from '../queries/devices.ts';

/** Renames a device. Refusals: `devices.not_found`, `name_blank`, `name_taken`. */
export async function changeDevice(ctx: Ctx, id: string, patch: DevicePatch): Promise<Result<Device>> {
  const name = patch.name?.trim();
  if (name === '') return refuse('devices.name_blank', undefined, { name: 'devices.name_blank' });
  try {
    return await transaction(ctx, async (tx) => {
      const before = await findDevice(tx, id);
      if (!before) return refuse('devices.not_found');
      if (name === undefined || name === before.name) return ok(before);
      await tx.db.updateTable('device').set({ name }).where(inOrg(tx)).where('id', '=', id).execute();
      const subject = { type: DEVICE, id };
      await audit(tx, 'devices.changed', { subject, before: { name: before.name }, after: { name } });
      return ok({ ...before, name });
    });
  } catch (error) {
    if (isNameTaken(error)) return NAME_TAKEN;
    throw error;
  }
}
