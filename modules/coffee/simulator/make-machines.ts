import type { Ctx } from '../../../kernel/ctx/index.ts';
import { setUpDevice } from '../../../kernel/devices/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { addMachine } from '../machines/save-machine.action.ts';
import { setBins } from '../machines/set-bins.action.ts';
import { addMaterial } from '../materials/save-material.action.ts';
import { addMerchant } from '../merchants/save-merchant.action.ts';
import { addRecipe } from '../recipes/save-recipe.action.ts';
import type { SimulatedBin } from './simulated-bins.ts';

export type Made = { id: string; serial: string; deviceId: string; token: string };

/** What the bins of simulated machines hold when they are full. */
export const BINS: SimulatedBin[] = [
  { position: 1, material: 'sim-beans', capacity: 1200, threshold: 200 },
  { position: 2, material: 'sim-milk', capacity: 700, threshold: 120 },
  { position: 3, material: 'sim-cups', capacity: 150, threshold: 25 },
];
/** Their products: name, price in minor units, and what a cup takes. */
const PRODUCTS = {
  'sim-espresso': ['Simulated espresso', 110, { 'sim-beans': 8 }],
  'sim-cortado': ['Simulated cortado', 130, { 'sim-beans': 8, 'sim-milk': 6 }],
  'sim-latte': ['Simulated latte', 160, { 'sim-beans': 8, 'sim-milk': 14 }],
} as const;
export const PRICES = Object.fromEntries(Object.entries(PRODUCTS).map(([code, [, minor]]) => [code, minor]));

const UNITS = { 'sim-beans': 'g', 'sim-milk': 'g', 'sim-cups': 'piece' } as const;

/**
 * Makes machines for a simulation, with a merchant of their own and tokens. Every run makes new ones; materials and
 * recipes are made once. Refusals: those of merchants, materials, recipes, machines and devices.
 */
export async function makeMachines(ctx: Ctx, count: number, each: (made: number) => void): Promise<Result<Made[]>> {
  const run = newId().slice(-6);
  const merchant = await addMerchant(ctx, { name: `Simulation ${run}` });
  if (!merchant.ok) return merchant;
  for (const [code, unit] of Object.entries(UNITS)) {
    const added = await addMaterial(ctx, { code, name: code, unit });
    if (!added.ok && added.code !== 'coffee.material.code_taken') return added;
  }
  for (const [code, [name, , parts]] of Object.entries(PRODUCTS)) {
    const ingredients = Object.entries({ ...parts, 'sim-cups': 1 }).map(([material, quantity]) => ({
      material,
      quantity,
    }));
    const added = await addRecipe(ctx, { code, name, body: { cup_ml: 120, temperature: 92, ingredients } });
    if (!added.ok && added.code !== 'coffee.recipe.code_taken') return added;
  }
  const all: Made[] = [];
  for (let index = 0; index < count; index++) {
    const serial = `SIM-${run}-${String(index + 1).padStart(4, '0')}`;
    const added = await addMachine(ctx, { serial, model: 'Simulated', merchant_id: merchant.data.id });
    if (!added.ok) return added;
    const { machine, code, device } = added.data;
    const bins = await setBins(ctx, machine.id, BINS);
    if (!bins.ok) return bins;
    const enrolled = await setUpDevice(ctx, device.id, { code });
    if (!enrolled.ok) return enrolled;
    if (!enrolled.data.token) throw new Error('a device without a key gets a token');
    all.push({ id: machine.id, serial, deviceId: device.id, token: enrolled.data.token });
    each(index + 1);
  }
  return ok(all);
}
