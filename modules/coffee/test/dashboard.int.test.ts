import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addDays, dayIn } from '../../../kernel/lib/time.ts';
import { mondayOf } from '../dashboard/span.rule.ts';
import { newMachine, newMerchant, operator, order } from './factories.ts';

const HOUR_MS = 3_600_000;

test('the dashboard equals a scan of the orders to the cent, whatever comes late, twice, or is given back', async () => {
  const fleet = await operator();
  const { admin, organization, db } = fleet;
  const other = await newMerchant(admin, 'Stations');
  const machines = [
    await newMachine(fleet),
    await newMachine(fleet),
    await newMachine(fleet, { merchant_id: other.id }),
  ];
  const now = fleet.app.clock.now().getTime();
  const sold = fc.record({
    machine: fc.nat(2),
    number: fc.nat(25),
    hoursAgo: fc.nat(24 * 9),
    minor: fc.integer({ min: 0, max: 900 }),
    method: fc.constantFrom('cash', 'card'),
    state: fc.constantFrom('paid', 'paid', 'paid', 'free', 'pending', 'failed'),
    product: fc.constantFrom('espresso', 'latte', 'tea'),
    batch: fc.integer({ min: 1, max: 4 }),
    refund: fc.option(fc.integer({ min: 1, max: 400 })),
  });
  const today = dayIn(organization.timeZone, fleet.app.clock.now());
  const from = addDays(today, -8);
  await fc.assert(
    fc.asyncProperty(fc.array(sold, { minLength: 1, maxLength: 12 }), async (all) => {
      for (const one of all) {
        const machine = machines[one.machine];
        const amount = (one.minor / 100).toFixed(2);
        const sent = order(String(one.number), {
          amount,
          made_at: new Date(now - one.hoursAgo * HOUR_MS).toISOString(),
          payment_method: one.method,
          payment_state: one.state,
          items: [{ product: one.product, quantity: one.batch, amount }],
        });
        const times = Array.from({ length: one.batch }, () => sent);
        const path = `/devices/${machine?.id}/orders/create`;
        const answer = await machine?.post(path, { orders: times });
        expect(answer?.status).toBe(200);
        const id = answer?.body.data.results[0].order_id;
        if (one.refund && id) {
          await admin.post(`/orders/${id}/manual_refund`, { amount: (one.refund / 100).toFixed(2), reason: 'test' });
        }
      }
      for (const merchant of [null, fleet.merchant.id, other.id]) {
        const query = `from=${from}&to=${today}${merchant ? `&merchant_id=${merchant}` : ''}`;
        const summary = (await admin.get(`/dashboard/summary?${query}`)).body.data;
        const { rows } = await sql<{ orders: number; sold: number; refunded: number; items: number }>`
          select count(*)::int as orders, coalesce(sum(amount_minor), 0)::int as sold,
            coalesce(sum(refunded_minor), 0)::int as refunded, coalesce(sum(items), 0)::int as items
          from coffee_order where organization_id = ${organization.id} and payment_state in ('paid', 'free')
            and sold_on between ${from} and ${today} and (${merchant}::uuid is null or merchant_id = ${merchant}::uuid)
        `.execute(db);
        const [scan] = rows;
        expect(summary).toMatchObject({
          orders: scan?.orders,
          sold_minor: scan?.sold,
          refunded_minor: scan?.refunded,
          items: scan?.items,
          sales_minor: (scan?.sold ?? 0) - (scan?.refunded ?? 0),
        });
        const { orders = 0, sold: gross = 0, refunded = 0 } = scan ?? {};
        const average = orders === 0 ? 0 : Math.round((gross - refunded) / orders);
        expect(summary.average).toBe((average / 100).toFixed(2));
        const sum = (rows: { amount_minor: number }[]) => rows.reduce((all, { amount_minor }) => all + amount_minor, 0);
        expect(sum(summary.trend)).toBe(summary.sales_minor);
        expect(sum(summary.methods)).toBe(summary.sales_minor);
        expect(sum(summary.top_products)).toBe(summary.sold_minor);
        const hours = (await admin.get(`/dashboard/summary?${query}&by=hour`)).body.data;
        expect(sum(hours.trend)).toBe(summary.sales_minor);
        const byMachine = await sql<{ net: number }>`
          select coalesce(sum(amount_minor - refunded_minor), 0)::int as net from coffee_hour
          where organization_id = ${organization.id} and sold_on between ${from} and ${today}
            and (${merchant}::uuid is null or merchant_id = ${merchant}::uuid)`.execute(db);
        expect(byMachine.rows[0]?.net).toBe(summary.sales_minor);
      }
    }),
    { numRuns: 12 },
  );
}, 120_000);

test('days, weeks and hours without sales are points of the trend, up to now', async () => {
  const { admin, app } = await operator();
  const today = dayIn('Asia/Kolkata', app.clock.now());
  const trendOf = async (query: string) =>
    (await admin.get(`/coffee/dashboard?${query}`)).body.data.trend as { at: string; orders: number }[];
  const days = await trendOf(`from=${addDays(today, -6)}&to=${addDays(today, 3)}&by=day`);
  expect(days.map(({ at, orders }) => [at, orders])).toEqual(
    Array.from({ length: 7 }, (_, i) => [addDays(today, i - 6), 0]),
  );
  expect(await trendOf(`from=${addDays(today, -20)}&to=${addDays(today, -7)}&by=week`)).toHaveLength(
    new Set(Array.from({ length: 14 }, (_, i) => mondayOf(addDays(today, i - 20)))).size,
  );
  expect(await trendOf(`from=${addDays(today, -1)}&to=${addDays(today, -1)}&by=hour`)).toHaveLength(24);
});

test('whoever is limited to a merchant gets the sales of theirs, and of no other', async () => {
  const fleet = await operator();
  const other = await newMerchant(fleet.admin, 'Stations');
  const [mine, theirs] = [await newMachine(fleet), await newMachine(fleet, { merchant_id: other.id })];
  await mine.post(`/devices/${mine.id}/orders/create`, order('1'));
  await theirs.post(`/devices/${theirs.id}/orders/create`, order('1', { amount: '9.00' }));
  await mine.post(`/devices/${mine.id}/status`, { temperature: 90 });
  const viewer = await fleet.organization.as('viewer');
  await fleet.admin.patch(`/members/${viewer.userId}`, { limit: { kind: 'coffee.merchant', id: fleet.merchant.id } });
  const summary = (await viewer.get('/dashboard/summary')).body.data;
  expect(summary).toMatchObject({ sales: '2.50', orders: 1, machines: { total: 1, online: 1 }, online_percent: 100 });
  expect((await viewer.get(`/dashboard/summary?merchant_id=${other.id}`)).body.data).toMatchObject({
    orders: 0,
    machines: { total: 0 },
  });
  const all = (await fleet.admin.get('/dashboard/summary')).body.data;
  expect(all).toMatchObject({ sales: '11.50', orders: 2, average: '5.75', machines: { total: 2, waiting: 1 } });
  const glance = (await viewer.get(`/devices/${mine.serial}/summary`)).body.data;
  expect(glance).toMatchObject({ today: { orders: 1, sales: '2.50' }, machine: { presence: 'online' } });
  expect((await viewer.get(`/coffee/machines/${mine.id}/temperatures`)).body.data).toMatchObject([{ temperature: 90 }]);
  expect((await viewer.get('/dashboard/summary?from=2026-02-02&to=2026-02-01')).status).toBe(400);
});
