import type { Ctx } from '../../kernel/ctx/index.ts';
import { orgOf } from '../../kernel/ctx/index.ts';
import { addDays, dayBounds, dayIn } from '../../kernel/lib/time.ts';
import { demoNames } from '../../kernel/people/index.ts';
import { addBill, addWalkInBill } from './bills/add-bill.action.ts';
import { PAY_METHODS } from './bills/pay.rule.ts';
import { registerCustomer } from './customers/register-customer.action.ts';
import { createExhibition } from './exhibitions/save-exhibition.action.ts';
import type { Colour } from './items/contract.ts';
import { addItem } from './items/save-item.action.ts';

const PEOPLE = {
  IN: {
    phone: (i: number) => `98${String(45_000_000 + i * 7_919).padStart(8, '0')}`,
    prices: [120, 240, 75, 890, 1450, 320, 560, 99, 2100, 410],
    items: [120, 240, 890, 320, 1450, 560, 75, 410, 990],
  },
  RW: {
    phone: (i: number) => `078${String(8_100_000 + i * 3_571).padStart(7, '0')}`,
    prices: [2500, 6000, 1500, 12000, 4500, 800, 18000],
    items: [2500, 6000, 12000, 4500, 18000, 8000, 800, 9000, 15000],
  },
};
/** What is on the desk's keys, with its shelf and the shelf's colour; the last is sold by weight. */
const ITEMS: [name: string, category: string, colour: Colour][] = [
  ['Mug', 'Pottery', 'orange'],
  ['Clay bowl', 'Pottery', 'orange'],
  ['Handloom scarf', 'Textiles', 'blue'],
  ['Coir mat', 'Textiles', 'blue'],
  ['Brass lamp', 'Metal', 'yellow'],
  ['Bamboo basket', 'Wood', 'green'],
  ['Postcards', 'Paper', 'violet'],
  ['Print, framed', 'Paper', 'violet'],
  ['Cashew nuts', 'Food', 'red'],
];

const GOODS = [
  'Two mugs',
  'Handloom scarf',
  'Brass lamp',
  'Spice box',
  'Bamboo basket',
  'Postcards',
  'Coir mat',
  'Clay bowl',
  'Honey, 500 g',
  'Print, framed',
];

/**
 * Demo data: one exhibition that is over, one that runs today with items on the desk's keys, and customers with their bills
 * over its days, paid and open, beside walk-ins who bought items.
 */
export async function seed(services: Ctx): Promise<void> {
  const { country, timeZone } = orgOf(services);
  const people = country === 'RW' ? PEOPLE.RW : PEOPLE.IN;
  const today = dayIn(timeZone, services.clock.now());
  const [past, current] =
    country === 'RW' ? ['Imigongo Week', 'Kigali Makers Fair'] : ['Onam Handicrafts', 'Kochi Craft Fair'];
  await createExhibition(services, {
    name: past,
    prefix: 'OLD',
    starts_on: addDays(today, -60),
    ends_on: addDays(today, -50),
  });
  const tax = country === 'IN' ? { tax_label: 'GST', tax_percent: '5' } : {};
  const running = await createExhibition(services, {
    name: current,
    prefix: 'FAIR',
    place: country === 'RW' ? 'Kigali' : 'Fort Kochi',
    starts_on: addDays(today, -5),
    ends_on: addDays(today, 9),
    ...tax,
  });
  if (!running.ok) throw new Error(running.code);
  const items = await addItems(services, running.data.id, people.items);
  const end = services.clock.now().getTime();
  const start = dayBounds(timeZone, addDays(today, -5)).from.getTime() + 9 * 3_600_000;
  const names = demoNames(country);
  const count = names.length * 3;
  for (let i = 0; i < count; i++) {
    const name = names[i % names.length] as string;
    const at = start + ((end - start) * (i + 1)) / (count + 1);
    const ctx = { ...services, clock: { now: () => new Date(at) } };
    const customer = await registerCustomer(ctx, {
      exhibition_id: running.data.id,
      name,
      email: `guest${i + 1}@demo.example`,
      phone: people.phone(i),
    });
    if (!customer.ok) throw new Error(`${customer.code} for ${name}`);
    if (i % 4 === 0) {
      const tea = await addWalkInBill(ctx, {
        exhibition_id: running.data.id,
        lines: [0, 1].map((more) => ({
          item_id: items[(i + more * 3) % items.length] as string,
          quantity: String(more + 1),
        })),
        pay: [{ method: 'cash' }],
      });
      if (!tea.ok) throw new Error(tea.code);
    }
    for (let bill = 0; bill < (i * 7) % 4; bill++) {
      const price = people.prices[(i + bill * 3) % people.prices.length] as number;
      const added = await addBill(ctx, customer.data.code, {
        amount: String(price),
        description: GOODS[(i + bill) % GOODS.length] as string,
        // Every fifth bill is still open.
        ...((i + bill) % 5 > 0 && { pay: [{ method: PAY_METHODS[(i + bill) % 3] ?? 'cash' }] }),
      });
      if (!added.ok) throw new Error(added.code);
    }
  }
}

async function addItems(ctx: Ctx, exhibition_id: string, prices: number[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [i, [name, category, colour]] of ITEMS.entries()) {
    const last = i === ITEMS.length - 1;
    const item = await addItem(ctx, {
      exhibition_id,
      name,
      category,
      colour,
      code: String(101 + i),
      price: String(prices[i]),
      quick_key: i + 1,
      ...(last && { unit: 'kg' }),
    });
    if (!item.ok) throw new Error(`${item.code} for ${name}`);
    ids.push(item.data.id);
  }
  return ids;
}
