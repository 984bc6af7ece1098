import type { Ctx } from '../../../kernel/ctx/index.ts';
import { setUpDevice } from '../../../kernel/devices/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { addMachine } from '../machines/save-machine.action.ts';
import { setBins } from '../machines/set-bins.action.ts';
import { addMaterial } from '../materials/save-material.action.ts';
import { addMerchant } from '../merchants/save-merchant.action.ts';
import { BINS } from './simulated-machine.ts';

export type Made = { id: string; serial: string; deviceId: string; token: string };

const UNITS = { 'sim-beans': 'g', 'sim-milk': 'g', 'sim-cups': 'piece' } as const;

/**
 * Makes machines for a simulation, with a merchant of their own and tokens. Every run makes new ones. Refusals: those of
 * merchants, materials, machines and devices.
 */
export async function makeMachines(ctx: Ctx, count: number, each: (made: number) => void): Promise<Result<Made[]>> {
  const run = newId().slice(-6);
  const merchant = await addMerchant(ctx, { name: `Simulation ${run}` });
  if (!merchant.ok) return merchant;
  for (const [code, unit] of Object.entries(UNITS)) {
    const added = await addMaterial(ctx, { code, name: code, unit });
    if (!added.ok && added.code !== 'coffee.material.code_taken') return added;
  }
  const all: Made[] = [];
  for (let index = 0; index < count; index++) {
    const serial = `SIM-${run}-${String(index + 1).padStart(4, '0')}`;
    const added = await addMachine(ctx, { serial, model: 'Simulated', merchant_id: merchant.data.id });
    if (!added.ok) return added;
    const { machine, code, device } = added.data;
    const bins = await setBins(ctx, machine.id, [...BINS]);
    if (!bins.ok) return bins;
    const enrolled = await setUpDevice(ctx, device.id, { code });
    if (!enrolled.ok) return enrolled;
    if (!enrolled.data.token) throw new Error('a device without a key gets a token');
    all.push({ id: machine.id, serial, deviceId: device.id, token: enrolled.data.token });
    each(index + 1);
  }
  return ok(all);
}
