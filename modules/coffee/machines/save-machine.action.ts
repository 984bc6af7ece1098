import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { addDevice, type HandedOver, revokeDevice } from '../../../kernel/devices/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { changedFields, trimmed } from '../changed-fields.ts';
import { MACHINE, MACHINE_DEVICE } from '../names.ts';
import type { Machine, MachineInput, MachinePatch } from './contract.ts';
import { lockMachine } from './lock-machine.query.ts';
import type { NewMachine } from './machine-answers.ts';
import { getMachine } from './machines.query.ts';
import { moveAlarms } from './move-alarms.action.ts';

const FIELDS = ['serial', 'name', 'model', 'merchant_id', 'location_id', 'address', 'tags', 'state'] as const;
const TAKEN = refuse('coffee.machine.serial_taken', undefined, { serial: 'coffee.machine.serial_taken' });
const isTaken = (error: unknown) => (error as { constraint?: string }).constraint === 'coffee_machine_serial';

/**
 * Adds a machine, and its device with the code to be typed on it. Refusals: `coffee.machine.serial_taken`,
 * `merchant_unknown`, `location_unknown`, and those of the devices.
 */
export async function addMachine(ctx: Ctx, input: MachineInput): Promise<Result<NewMachine>> {
  const values = trimmed(input);
  try {
    return await transaction(ctx, async (tx) => {
      const unknown = await unknownPlace(tx, values.merchant_id, values.location_id ?? null);
      if (unknown) return unknown;
      const added = await addDevice(tx, { kind: MACHINE_DEVICE, name: values.serial });
      if (!added.ok) return added;
      const now = tx.clock.now();
      const id = newId(now.getTime());
      const row = { ...values, device_id: added.data.device.id };
      await tx.db
        .insertInto('coffee_machine')
        .values({ organization_id: orgOf(tx).id, id, ...row, created_at: now, updated_at: now })
        .execute();
      await audit(tx, 'coffee.machine.added', { subject: { type: MACHINE, id }, after: row });
      publish(tx, MACHINE, id, values.merchant_id);
      const machine = await getMachine(tx, id);
      return machine.ok ? ok({ machine: machine.data, ...added.data }) : machine;
    });
  } catch (error) {
    if (isTaken(error)) return TAKEN;
    throw error;
  }
}

/**
 * Changes a machine; equal values write nothing. A machine that goes to another merchant leaves its location unless a
 * new one is given; what it sold stays with the merchant before. A retired machine only hands in the orders that it
 * still has (`lockOwn`). Refusals: `coffee.machine.not_found`, `serial_taken`, `merchant_unknown`, `location_unknown`.
 */
export async function changeMachine(ctx: Ctx, reference: string, patch: MachinePatch): Promise<Result<Machine>> {
  try {
    return await transaction(ctx, async (tx) => {
      const locked = await lockMachine(tx, reference);
      if (!locked.ok) return locked;
      const row = locked.data;
      const values: MachinePatch = trimmed(patch);
      const moves = values.merchant_id !== undefined && values.merchant_id !== row.merchant_id;
      if (moves) values.location_id ??= null;
      const change = changedFields(FIELDS, row, values);
      if (!change) return getMachine(tx, row.id);
      const unknown = await unknownPlace(
        tx,
        values.merchant_id ?? row.merchant_id,
        values.location_id === undefined ? row.location_id : values.location_id,
      );
      if (unknown) return unknown;
      await tx.db
        .updateTable('coffee_machine')
        .set({ ...change.after, updated_at: tx.clock.now() })
        .$if(change.after.state !== undefined, (machine) =>
          machine.set({ retired_at: change.after.state === 'retired' ? tx.clock.now() : null }),
        )
        .where(inOrg(tx))
        .where('id', '=', row.id)
        .execute();
      await moveAlarms(tx, row.id);
      await audit(tx, 'coffee.machine.changed', {
        subject: { type: MACHINE, id: row.id },
        before: { serial: row.serial, ...change.before },
        after: change.after,
      });
      publish(tx, MACHINE, row.id, row.merchant_id);
      if (moves && values.merchant_id) publish(tx, MACHINE, row.id, values.merchant_id);
      return getMachine(tx, row.id);
    });
  } catch (error) {
    if (isTaken(error)) return TAKEN;
    throw error;
  }
}

/**
 * Makes another device for a machine whose electronics were replaced or whose token is lost; the one before is revoked.
 * Refusals: `coffee.machine.not_found`, `retired`, and those of the devices.
 */
export async function replaceDevice(ctx: Ctx, reference: string): Promise<Result<HandedOver>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockMachine(tx, reference);
    if (!locked.ok) return locked;
    const { id, serial, device_id, state } = locked.data;
    if (state === 'retired') return refuse('coffee.machine.retired');
    if (device_id !== null) {
      const revoked = await revokeDevice(tx, device_id);
      if (!revoked.ok && revoked.code !== 'devices.already_revoked') return revoked;
    }
    const added = await addDevice(tx, { kind: MACHINE_DEVICE, name: serial });
    if (!added.ok) return added;
    await tx.db
      .updateTable('coffee_machine')
      .set({ device_id: added.data.device.id, updated_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    await audit(tx, 'coffee.machine.device_replaced', {
      subject: { type: MACHINE, id },
      before: { device_id },
      after: { serial, device_id: added.data.device.id },
    });
    return added;
  });
}

async function unknownPlace(tx: Ctx, merchantId: string, locationId: string | null): Promise<Refusal | null> {
  const merchant = await tx.db
    .selectFrom('coffee_merchant')
    .select('id')
    .where(inOrg(tx))
    .where('id', '=', merchantId)
    .executeTakeFirst();
  if (!merchant) {
    const code = 'coffee.machine.merchant_unknown';
    return refuse('coffee.machine.merchant_unknown', undefined, { merchant_id: code });
  }
  if (locationId === null) return null;
  const location = await tx.db
    .selectFrom('coffee_location')
    .select('id')
    .where(inOrg(tx))
    .where('merchant_id', '=', merchantId)
    .where('id', '=', locationId)
    .executeTakeFirst();
  if (location) return null;
  return refuse('coffee.machine.location_unknown', undefined, { location_id: 'coffee.machine.location_unknown' });
}
