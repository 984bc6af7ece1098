import { type Ctx, orgOf } from '../../kernel/ctx/index.ts';
import { formatAmount } from '../../kernel/lib/money.ts';
import type { Result } from '../../kernel/lib/result.ts';
import { addDays, dayBounds, dayIn } from '../../kernel/lib/time.ts';
import { takeStatus } from './heartbeats/take-status.action.ts';
import { addLocation } from './locations/save-location.action.ts';
import type { BinInput, Machine } from './machines/contract.ts';
import { addMachine } from './machines/save-machine.action.ts';
import { setBins } from './machines/set-bins.action.ts';
import { addMaterial } from './materials/save-material.action.ts';
import { addMerchant } from './merchants/save-merchant.action.ts';
import type { OrderInput } from './orders/contract.ts';
import { takeOrders } from './orders/take-orders.action.ts';
import { makePackage } from './packages/make-package.action.ts';
import { addRecipe, addVersion } from './recipes/save-recipe.action.ts';

const DAYS = 21;
const HALF_HOUR = 1_800_000;
/** Machines by their index: one loses beans (g each half hour), one says nothing any more, one is broken. */
const LEAKING = 3;
const LEAK_G = 8;
const SILENT = 5;
const BROKEN = 8;

const MATERIALS = [
  ['beans-house', 'House blend', 'g', 'Arabica 80 %, robusta 20 %, bags of 1 kg', '14.50'],
  ['milk-powder', 'Milk powder', 'g', 'Skimmed, bags of 750 g', '9.80'],
  ['chocolate', 'Chocolate powder', 'g', '32 % cocoa', '8.20'],
  ['water', 'Water', 'ml', 'From the mains, filtered', '0.05'],
  ['cups', 'Cups', 'piece', 'Paper, 200 ml', '38.00'],
] as const;

/** Code, name, cents, ingredients, and how often of a hundred it is bought. */
const PRODUCTS = [
  ['espresso', 'Espresso', 110, { 'beans-house': 8, water: 35 }, 30],
  ['cortado', 'Cortado', 130, { 'beans-house': 8, water: 40, 'milk-powder': 6 }, 26],
  ['latte', 'Latte', 160, { 'beans-house': 8, water: 150, 'milk-powder': 14 }, 18],
  ['americano', 'Americano', 120, { 'beans-house': 9, water: 130 }, 14],
  ['chocolate', 'Hot chocolate', 150, { chocolate: 28, water: 150 }, 12],
] as const;

const PLACES = [
  ['Hospital del Sur', 'Hospital', 'Emergency hall', 37.3622, -5.9794],
  ['Hospital del Sur', 'Clinic', 'Waiting room', 37.3641, -5.9832],
  ['Talleres Vega', 'Workshop', 'Canteen', 37.4086, -5.9417],
  ['Universidad Norte', 'Library', 'Ground floor', 37.3791, -5.9865],
  ['Universidad Norte', 'Sports hall', 'Entrance', 37.3555, -5.9938],
] as const;
const BINS: BinInput[] = [
  { position: 1, material: 'beans-house', capacity: 3000, threshold: 500 },
  { position: 2, material: 'milk-powder', capacity: 1800, threshold: 300 },
  { position: 3, material: 'chocolate', capacity: 1800, threshold: 300 },
  { position: 4, material: 'cups', capacity: 500, threshold: 60 },
];

/** Three merchants with a dozen machines, which sold for three weeks; one is broken, one is silent, one loses more than it sells. */
export async function seed(ctx: Ctx): Promise<void> {
  for (const [code, name, unit, specification, cost] of MATERIALS)
    must(await addMaterial(ctx, { code, name, unit, specification, cost }));
  for (const [code, name, , parts] of PRODUCTS) {
    const all: Record<string, number> = { ...parts, cups: 1 };
    const ingredients = Object.entries(all).map(([material, quantity]) => ({ material, quantity }));
    const body = { cup_ml: 180, temperature: 93, ingredients };
    const recipe = must(await addRecipe(ctx, { code, name, body }));
    if (code === 'latte')
      must(
        await addVersion(ctx, recipe.id, {
          based_on: 1,
          body: {
            ...body,
            temperature: 91,
            steps: [
              { action: 'grind', seconds: 4 },
              { action: 'mix', seconds: 9 },
            ],
          },
          note: 'Less heat, so that the milk stays sweet',
        }),
      );
  }
  const pack = must(await makePackage(ctx, { name: 'Autumn', note: 'First package for all machines' }));
  const machines: Machine[] = [];
  const merchants = new Map<string, string>();
  for (const [i, [merchant, name, address, latitude, longitude]] of PLACES.entries()) {
    const merchant_id =
      merchants.get(merchant) ??
      must(await addMerchant(ctx, { name: merchant, contact_name: 'Reception', phone: `+34 955 01 0${i}` })).id;
    merchants.set(merchant, merchant_id);
    const location = must(await addLocation(ctx, { merchant_id, name, address, latitude, longitude }));
    for (let k = 0; k < (i === 0 ? 4 : 2); k++) {
      const serial = `CR-${String(machines.length + 1).padStart(4, '0')}`;
      const place = { merchant_id, location_id: location.id, address: `${address}, ${k + 1}` };
      const model = k % 2 === 0 ? 'Barista Uno' : 'Barista Duo';
      const made = must(await addMachine(ctx, { serial, name: `${name} ${k + 1}`, model, tags: ['indoor'], ...place }));
      must(await setBins(ctx, made.machine.id, BINS));
      machines.push(made.machine);
    }
  }
  for (const [i, machine] of machines.entries()) {
    const orders = ordersOf(ctx, i);
    await report(ctx, machine, i, { pack: pack.number, orders });
  }
}

/** Orders of three weeks until now, fewer on weekends, always the same ones. */
function ordersOf(ctx: Ctx, index: number): OrderInput[] {
  const { timeZone, currency } = orgOf(ctx);
  const now = ctx.clock.now();
  const today = dayIn(timeZone, now);
  const orders: OrderInput[] = [];
  for (let back = DAYS; back >= 0; back--) {
    const day = addDays(today, -back);
    const { from } = dayBounds(timeZone, day);
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    const count = (weekday === 0 || weekday === 6 ? 6 : 14) + ((index * 5 + back * 3) % 7);
    for (let n = 0; n < count; n++) {
      const minutes = 7 * 60 + Math.floor((n * 11 * 60) / count) + ((n * 13 + index * 7) % 30);
      const at = new Date(from.getTime() + minutes * 60_000);
      if (at >= now) continue;
      const [product, , minor] = productOf(n * 37 + index * 11 + back * 17);
      const amount = formatAmount(minor, currency);
      const failed = (n + index * 3 + back * 5) % 149 === 40;
      orders.push({
        number: `${day}-${n + 1}`,
        made_at: at.toISOString(),
        payment_method: (n + back) % 3 === 0 ? 'cash' : 'card',
        served: !failed,
        amount,
        items: [{ product, amount }],
      });
    }
  }
  return orders;
}

function productOf(seed: number): (typeof PRODUCTS)[number] {
  let left = seed % 100;
  for (const product of PRODUCTS) {
    left -= product[4];
    if (left < 0) return product;
  }
  return PRODUCTS[0];
}

/**
 * Temperatures and levels of the last day, every half hour, and how the machine is now. Orders come after the first
 * report, so that the levels that follow are explained by what was sold, except where beans leak.
 */
async function report(ctx: Ctx, machine: Machine, index: number, made: { pack: number; orders: OrderInput[] }) {
  const deviceId = machine.device_id ?? '';
  const end = ctx.clock.now().getTime() - (index === SILENT ? 3 * 3_600_000 : 0);
  const begin = end - 48 * HALF_HOUR;
  const orders = made.orders.filter(({ made_at }) => Date.parse(made_at) < end);
  for (let back = 48; back >= 0; back--) {
    const at = new Date(end - back * HALF_HOUR);
    const then: Ctx = { ...ctx, clock: { now: () => at } };
    const sold = orders.filter(({ made_at }) => Date.parse(made_at) > begin && Date.parse(made_at) < at.getTime());
    const broken = index === BROKEN && back < 3;
    must(
      await takeStatus(
        then,
        { deviceId },
        {
          at: at.toISOString(),
          temperature: 91 + ((back * 7 + index) % 25) / 10,
          state: broken ? 'fault' : 'ready',
          errors: broken ? ['pump_pressure'] : [],
          firmware: index % 4 === 0 ? '2.3.9' : '2.4.0',
          package: made.pack,
          bins: BINS.map((bin) => {
            const used = 0.1 + ((index * 3 + bin.position * 2) % 7) / 8.5;
            const leaked = index === LEAKING && bin.position === 1 ? (48 - back) * LEAK_G : 0;
            const level = Math.round(bin.capacity * (1 - used)) - takenOf(bin.material, sold) - leaked;
            return { position: bin.position, level: Math.max(0, level) };
          }),
        },
      ),
    );
    for (let i = 0; back === 48 && i < orders.length; i += 200)
      must(await takeOrders(ctx, { deviceId }, orders.slice(i, i + 200)));
  }
}

/** What these orders took of a material, by the recipes. */
function takenOf(material: string | null, orders: OrderInput[]): number {
  const products = orders.filter(({ served }) => served).flatMap(({ items }) => items.map(({ product }) => product));
  const each = (product: string): number => {
    const parts: Record<string, number> = PRODUCTS.find(([code]) => code === product)?.[3] ?? {};
    return material === 'cups' ? 1 : (parts[material ?? ''] ?? 0);
  };
  return products.reduce((sum, product) => sum + each(product), 0);
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result.fields ?? {})}`);
  return result.data;
}
