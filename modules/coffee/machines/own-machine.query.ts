import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { MachineRow } from './lock-machine.query.ts';

/** Whether a caller means this machine: by its uuid, its serial number, or the id of its device. */
export function isNamed(machine: { id: string; serial: string; device_id: string | null }, reference: string): boolean {
  const wanted = reference.toLowerCase();
  return wanted === machine.id || wanted === machine.device_id || wanted === machine.serial.toLowerCase();
}

/**
 * Locks the machine of a device, which has to be the named one. Refusals: `coffee.machine.not_yours`,
 * `coffee.machine.retired`.
 * @param retiredDays for so long a machine that was retired is taken, too
 */
export async function lockOwn(
  tx: Ctx,
  deviceId: string,
  reference: string | null,
  retiredDays = 0,
): Promise<Result<MachineRow>> {
  const machine = await tx.db
    .selectFrom('coffee_machine')
    .selectAll()
    .where(inOrg(tx))
    .where('device_id', '=', deviceId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!machine || (reference !== null && !isNamed(machine, reference))) return refuse('coffee.machine.not_yours');
  const { state, retired_at } = machine;
  const since = tx.clock.now().getTime() - retiredDays * 86_400_000;
  const taken = state !== 'retired' || (retired_at !== null && retired_at.getTime() > since);
  return taken ? ok(machine) : refuse('coffee.machine.retired');
}
