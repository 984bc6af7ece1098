import { setTimeout as wait } from 'node:timers/promises';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { Result } from '../../../kernel/lib/result.ts';
import type { ResultInput } from '../commands/contract.ts';
import { handOutCommands } from '../commands/hand-out-commands.action.ts';
import { acknowledgeCommand, finishCommand } from '../commands/hear-machine.action.ts';
import { takeStatus } from '../heartbeats/take-status.action.ts';
import { addLocation } from '../locations/save-location.action.ts';
import { binsOf } from '../machines/bins.query.ts';
import { addMachine } from '../machines/save-machine.action.ts';
import { setBins } from '../machines/set-bins.action.ts';
import { addMerchant } from '../merchants/save-merchant.action.ts';
import type { OrderInput } from '../orders/contract.ts';
import { takeOrders } from '../orders/take-orders.action.ts';
import { ownPackage } from '../packages/packages.query.ts';
import type { StatusInput } from '../status/contract.ts';
import { readMenu } from './menu.ts';
import { SimulatedBins } from './simulated-bins.ts';
import { type Habits, type Send, SimulatedMachine } from './simulated-machine.ts';

const PLACES = [
  ['Estación', 36.7472, -5.1624],
  ['Parador', 36.7407, -5.1659],
  ['Alameda', 36.7423, -5.1672],
  ['Mercado', 36.7449, -5.1611],
] as const;
const EACH = 5;
const BINS = [
  { position: 1, material: 'beans-house', capacity: 1200, threshold: 200 },
  { position: 2, material: 'milk-powder', capacity: 700, threshold: 120 },
  { position: 3, material: 'cups', capacity: 150, threshold: 25 },
];
/** Prices of the demo's products in minor units; kiosks have no chocolate. */
const PRICES = { espresso: 110, cortado: 130, latte: 160, americano: 120 };
const ALL_PRICES = { ...PRICES, chocolate: 150 };
/** The demo's own machines go on as they were seeded: one is silent, one is broken, and one loses beans. */
const SILENT = 'CR-0006';
const SEEDED: Record<string, Partial<Habits>> = {
  'CR-0004': { leak: { position: 1, quantity: 0.3 } },
  'CR-0009': { broken: true },
};
/** The kiosk whose beans run out without being sold: in a quarter of an hour so much that it is noticed. */
const LEAKING = { serial: 'LIVE-13', leak: { position: 1, quantity: 4 } };

/** Machines of the demo that sell, run low, leak, break, recover and obey while the server runs, twenty of them kiosks. */
export async function demoFleet(ctx: Ctx, signal: AbortSignal): Promise<void> {
  await makeKiosks(ctx, signal);
  const known = await knownMachines(ctx);
  // Orders of another start have other numbers.
  const numbers = `${Date.now().toString(36)}-`;
  const machines = await Promise.all(
    known.map(async ({ id, device_id, serial, package_number, bins }, index) => {
      const kiosk = serial.startsWith('LIVE-');
      // What bins held at the last start is what they hold now: anything else would be a leak, or a filling.
      const full = 0.2 + ((index * 7) % 17) / 20;
      const filled = bins.map((bin) => ({ ...bin, level: bin.level ?? Math.round(bin.capacity * full) }));
      const menu = await readMenu(ctx, package_number, kiosk ? PRICES : ALL_PRICES);
      const equipment = {
        send: directly(ctx, device_id),
        menu,
        bins: new SimulatedBins(filled),
        package: package_number,
      };
      return new SimulatedMachine(id, index, equipment, {
        numbers,
        ...(kiosk ? { cups: 0.5, breaks: 0.003, refilledAfter: 12 } : { cups: 0.02, breaks: 0, refilledAfter: 600 }),
        ...(serial === LEAKING.serial && { leak: LEAKING.leak }),
        ...SEEDED[serial],
      });
    }),
  );
  // Each machine once a minute, one after the other, so that pages move all the time and nothing comes in bursts.
  const pause = 60_000 / machines.length;
  for (let turn = 0; !signal.aborted; turn++) {
    const machine = machines[turn % machines.length];
    if (!machine) return;
    machine.pass(new Date());
    await machine.report();
    await wait(pause, null, { signal }).catch(() => {});
  }
}

/** Makes the kiosks that are missing; those of an earlier start go on. */
async function makeKiosks(ctx: Ctx, signal: AbortSignal): Promise<void> {
  const before = (await knownMachines(ctx)).filter(({ serial }) => serial.startsWith('LIVE-'));
  if (before.length >= PLACES.length * EACH) return;
  const merchant_id = await merchant(ctx);
  for (const [i, [name, latitude, longitude]] of PLACES.entries()) {
    if (signal.aborted) break;
    const location_id = await location(ctx, { merchant_id, name, latitude, longitude });
    for (let k = 1; k <= EACH; k++) {
      const serial = `LIVE-${String(i * EACH + k).padStart(2, '0')}`;
      const place = { merchant_id, location_id, name: `${name} ${k}`, model: 'Kiosk', tags: ['live'] };
      const added = await addMachine(ctx, { serial, ...place });
      if (!added.ok && added.code === 'coffee.machine.serial_taken') continue;
      must(await setBins(ctx, must(added).machine.id, BINS));
    }
  }
}

async function knownMachines(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom('coffee_machine')
    .select(['id', 'device_id', 'serial', 'package_number'])
    .where(inOrg(ctx))
    .where((is) => is.or([is('serial', 'like', 'LIVE-%'), is('serial', 'like', 'CR-%')]))
    .where('serial', '!=', SILENT)
    .where('state', '=', 'active')
    .orderBy('serial', 'desc')
    .execute();
  return Promise.all(
    rows
      .filter(({ device_id }) => device_id !== null)
      .map(async (row) => ({ ...row, device_id: row.device_id as string, bins: await knownBins(ctx, row.id) })),
  );
}

async function knownBins(ctx: Ctx, machineId: string) {
  return (await binsOf(ctx, machineId)).flatMap(({ material, ...bin }) =>
    material === null ? [] : [{ ...bin, material: material.code }],
  );
}

async function merchant(ctx: Ctx): Promise<string> {
  const name = 'Kioscos Tajo';
  const known = await ctx.db
    .selectFrom('coffee_merchant')
    .select('id')
    .where(inOrg(ctx))
    .where('name', '=', name)
    .executeTakeFirst();
  return known?.id ?? must(await addMerchant(ctx, { name })).id;
}

type Place = { merchant_id: string; name: string; latitude: number; longitude: number };
async function location(ctx: Ctx, place: Place): Promise<string> {
  const known = await ctx.db
    .selectFrom('coffee_location')
    .select('id')
    .where(inOrg(ctx))
    .where('merchant_id', '=', place.merchant_id)
    .where('name', '=', place.name)
    .executeTakeFirst();
  return known?.id ?? must(await addLocation(ctx, place)).id;
}

/** The machine of this device without a network: the actions that its requests would lead to. */
function directly(ctx: Ctx, deviceId: string): Send {
  const own = { deviceId };
  return async (_method, path, body = {}) => {
    const [, , id = '', ...rest] = path.split('/');
    const now = { ...ctx, requestId: `demo ${deviceId}` };
    switch (rest.join('/')) {
      case 'status':
        return must(await takeStatus(now, own, body as StatusInput));
      case 'orders/create':
        return must(await takeOrders(now, own, (body as { orders: OrderInput[] }).orders));
      case 'commands/pending':
        return must(await handOutCommands(now, own));
      case 'package':
        return must(await ownPackage(now, deviceId, deviceId));
      case 'ack':
        return must(await acknowledgeCommand(now, deviceId, id));
      case 'result':
        return must(await finishCommand(now, deviceId, id, body as ResultInput));
      default:
        throw new Error(`nothing answers ${path}`);
    }
  };
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.code);
  return result.data;
}
