import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { enrolAs } from '../../../kernel/devices/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { MACHINE, MACHINE_DEVICE } from '../names.ts';
import type { Registered, RegisterInput } from './contract.ts';

/**
 * A machine shows its one-time code and gets its token; what it says about model and firmware is noted. The serial
 * number, when it sends one, must be that of the machine the code was made for. Refusals: `coffee.machine.not_yours`,
 * and those of the devices (`devices.code_wrong`, `auth.too_many_attempts`).
 */
export function registerMachine(ctx: Ctx, input: RegisterInput): Promise<Result<Registered>> {
  const { code, firmware, model, serial } = input;
  return enrolAs(ctx, MACHINE_DEVICE, { code, ...(firmware && { firmware }) }, async (tx, { device, token }) => {
    const machine = await tx.db
      .selectFrom('coffee_machine')
      .select(['id', 'serial', 'model', 'firmware', 'merchant_id'])
      .where(inOrg(tx))
      .where('device_id', '=', device.id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!machine || token === null) return refuse('devices.code_wrong');
    if (serial && serial.toLowerCase() !== machine.serial.toLowerCase()) return refuse('coffee.machine.not_yours');
    const after = { model: model ?? machine.model, firmware: firmware ?? machine.firmware };
    await tx.db.updateTable('coffee_machine').set(after).where(inOrg(tx)).where('id', '=', machine.id).execute();
    await audit(tx, 'coffee.machine.registered', {
      subject: { type: MACHINE, id: machine.id },
      after: { serial: machine.serial, ...after },
    });
    publish(tx, MACHINE, machine.id, machine.merchant_id);
    const { timeZone: time_zone, currency } = orgOf(tx);
    const now = tx.clock.now().toISOString();
    return ok({
      machine_id: machine.id,
      device_id: device.id,
      serial: machine.serial,
      token,
      time_zone,
      currency,
      now,
    });
  });
}
