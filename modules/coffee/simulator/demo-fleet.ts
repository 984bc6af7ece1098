import { setTimeout as wait } from 'node:timers/promises';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import type { Result } from '../../../kernel/lib/result.ts';
import type { ResultInput } from '../commands/contract.ts';
import { handOutCommands } from '../commands/hand-out-commands.ts';
import { acknowledgeCommand, finishCommand } from '../commands/hear-machine.ts';
import { addLocation } from '../locations/save-location.action.ts';
import { addMachine } from '../machines/save-machine.action.ts';
import { setBins } from '../machines/set-bins.action.ts';
import { addMerchant } from '../merchants/save-merchant.action.ts';
import type { OrderInput } from '../orders/contract.ts';
import { takeOrders } from '../orders/take-orders.ts';
import { ownPackage } from '../packages/packages.query.ts';
import type { StatusInput } from '../status/contract.ts';
import { takeStatus } from '../status/take-status.ts';
import { BINS, type Send, SimulatedMachine } from './simulated-machine.ts';

const PLACES = [
  ['Estación', 36.7472, -5.1624],
  ['Parador', 36.7407, -5.1659],
  ['Alameda', 36.7423, -5.1672],
  ['Mercado', 36.7449, -5.1611],
] as const;
const EACH = 5;
/** The demo's own materials, by the bins of simulated machines. */
const MATERIALS = ['beans-house', 'milk-powder', 'cups'];
/** Each machine once a minute, one after the other, so that pages move all the time and nothing comes in bursts. */
const TURN_MS = 60_000 / (PLACES.length * EACH);

/** Twenty machines of the demo that sell, run low, break, recover and obey while the server runs. */
export async function demoFleet(ctx: Ctx, signal: AbortSignal): Promise<void> {
  const known = await makeDemoMachines(ctx, signal);
  // Orders of another start have other numbers.
  const numbers = `${Date.now().toString(36)}-`;
  const machines = known.map(
    ({ id, device_id }, index) =>
      new SimulatedMachine(id, index, orgOf(ctx).currency, directly(ctx, device_id), {
        numbers,
        cups: 0.5,
        breaks: 0.003,
        refilledAfter: 12,
        full: 0.2 + ((index * 7) % 17) / 20,
      }),
  );
  for (let turn = 0; !signal.aborted; turn++) {
    const machine = machines[turn % machines.length];
    if (!machine) return;
    machine.pass(new Date());
    await machine.report();
    await wait(TURN_MS, null, { signal }).catch(() => {});
  }
}

type Known = { id: string; device_id: string };

/** Makes the machines that are missing; those of an earlier start go on. */
async function makeDemoMachines(ctx: Ctx, signal: AbortSignal): Promise<Known[]> {
  const before = await knownMachines(ctx);
  if (before.length < PLACES.length * EACH) {
    const merchant_id = await merchant(ctx);
    for (const [i, [name, latitude, longitude]] of PLACES.entries()) {
      if (signal.aborted) break;
      const location_id = await location(ctx, { merchant_id, name, latitude, longitude });
      for (let k = 1; k <= EACH; k++) {
        const serial = `LIVE-${String(i * EACH + k).padStart(2, '0')}`;
        const place = { merchant_id, location_id, name: `${name} ${k}`, model: 'Kiosk', tags: ['live'] };
        const added = await addMachine(ctx, { serial, ...place });
        if (!added.ok && added.code === 'coffee.machine.serial_taken') continue;
        const bins = BINS.map((bin, at) => ({ ...bin, material: MATERIALS[at] as string }));
        must(await setBins(ctx, must(added).machine.id, bins));
      }
    }
  }
  return knownMachines(ctx);
}

async function knownMachines(ctx: Ctx): Promise<Known[]> {
  const rows = await ctx.db
    .selectFrom('coffee_machine')
    .select(['id', 'device_id'])
    .where('organization_id', '=', orgOf(ctx).id)
    .where('serial', 'like', 'LIVE-%')
    .where('state', '=', 'active')
    .orderBy('serial')
    .execute();
  return rows.flatMap(({ id, device_id }) => (device_id === null ? [] : [{ id, device_id }]));
}

async function merchant(ctx: Ctx): Promise<string> {
  const name = 'Kioscos Tajo';
  const known = await ctx.db
    .selectFrom('coffee_merchant')
    .select('id')
    .where('organization_id', '=', orgOf(ctx).id)
    .where('name', '=', name)
    .executeTakeFirst();
  return known?.id ?? must(await addMerchant(ctx, { name })).id;
}

type Place = { merchant_id: string; name: string; latitude: number; longitude: number };
async function location(ctx: Ctx, place: Place): Promise<string> {
  const known = await ctx.db
    .selectFrom('coffee_location')
    .select('id')
    .where('organization_id', '=', orgOf(ctx).id)
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
