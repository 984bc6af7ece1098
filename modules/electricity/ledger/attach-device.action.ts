import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { addDevice, type HandedOver, revokeDevice } from '../../../kernel/devices/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { type Balance, lockBalance } from '../meters/lock-balance.query.ts';
import { changeMeterRow, lockMeter } from '../meters/lock-meter.action.ts';
import { findMeterId } from '../meters/meters.query.ts';
import { METER, METER_DEVICE } from '../names.ts';
import { lockKeypad } from '../tokens/issue-tokens.action.ts';
import { addCredit } from './add-entry.action.ts';

/**
 * Makes the machine that reports for a meter, and the code to be typed on it; an earlier machine of the meter is
 * revoked. It gets the whole balance as its first credit. Refusals: `electricity.meter.not_found`, `electricity.keypad.has_keypad`, `auth.person_required`, and those of the devices.
 */
export async function attachDevice(ctx: Ctx, reference: string): Promise<Result<HandedOver>> {
  return transaction(ctx, async (tx) => {
    const found = await findMeterId(tx, reference);
    const balance = found ? await lockBalance(tx, found) : refuse('electricity.meter.not_found');
    if (!balance.ok) return balance;
    const locked = await lockMeter(tx, balance.data.meter_id);
    if (!locked.ok) return locked;
    const { id, number, device_id } = locked.data;
    if (await lockKeypad(tx, id)) return refuse('electricity.keypad.has_keypad');
    if (device_id !== null) {
      const revoked = await revokeDevice(tx, device_id);
      if (!revoked.ok && revoked.code !== 'devices.already_revoked') return revoked;
    }
    const added = await addDevice(tx, { kind: METER_DEVICE, name: number });
    if (!added.ok) return added;
    await changeMeterRow(tx, id, { device_id: added.data.device.id });
    await giveBalance(tx, balance.data, added.data.device.id);
    await audit(tx, 'electricity.meter.device_attached', {
      subject: { type: METER, id },
      before: { number, device_id },
      after: { number, device_id: added.data.device.id },
    });
    return added;
  });
}

async function giveBalance(tx: Ctx, balance: Balance, deviceId: string): Promise<void> {
  if (balance.balance_wh === 0) return;
  balance.credits += 1;
  await tx.db
    .updateTable('electricity_balance')
    .set({ credits: balance.credits })
    .where('organization_id', '=', balance.organization_id)
    .where('meter_id', '=', balance.meter_id)
    .execute();
  await addCredit(tx, { balance, deviceId, wh: balance.balance_wh, entryId: null });
}
