import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { verifyPayment } from '../../../kernel/payments/index.ts';
import { confirmOrder } from '../orders/confirm-order.action.ts';
import type { Order } from '../orders/contract.ts';
import { expireOrders } from '../orders/expire-orders.action.ts';
import { placeOrder } from '../orders/place-order.action.ts';
import { desk, openRaffle } from '../test/factories.ts';

/** The invariants, checked in the database itself. */
async function faults(ctx: Ctx, raffleId: string) {
  const { rows } = await sql<{ fault: string; count: number }>`
    with held as (
      select o.id, o.state, o.reserved_until, n.number from raffle_order o cross join unnest(o.numbers) n(number)
      where o.organization_id = app_organization_id() and o.raffle_id = ${raffleId} and o.state in ('draft', 'pending_payment', 'paid')
    )
    select 'a number in two orders' as fault, count(*)::int as count from (select number from held group by number having count(*) > 1) twice
    union all
    select 'an order without one of its numbers', count(*)::int from held h
      where not exists (select from raffle_number n where n.raffle_id = ${raffleId} and n.number = h.number and n.order_id = h.id
        and n.state = case h.state when 'paid' then 'sold' else 'reserved' end and n.reserved_until is not distinct from h.reserved_until)
    union all
    select 'a number of nobody''s order', count(*)::int from raffle_number n
      where n.organization_id = app_organization_id() and n.raffle_id = ${raffleId} and n.state <> 'available'
        and not exists (select from held h where h.number = n.number and h.id = n.order_id)`.execute(ctx.db);
  return rows.filter((row) => row.count > 0);
}

test('two hundred buyers, forty at once: no number is sold twice, no order is short', async () => {
  const { app, admin, ctx } = await desk();
  const raffle = await openRaffle(admin, { last_number: 10_000, reservation_minutes: 1 });
  const answers = new Map<string, number>();
  const count = (what: string) => answers.set(what, (answers.get(what) ?? 0) + 1);
  const paid: Order[] = [];
  let left = true;

  const buyer = async (which: number) => {
    for (let round = 0; round < 3; round++) {
      const wanted = 1 + randomInt(9);
      // Half of them want neighbours of the same small place, so that they meet.
      const from = 1 + randomInt(which % 2 ? 400 : 9_900);
      const numbers =
        which % 3 === 0 ? { random: wanted } : Array.from({ length: wanted }, (_, i) => from + i).reverse();
      const placed = await placeOrder(ctx, { raffle: raffle.id, numbers, contactName: `Buyer ${which}` });
      if (!placed.ok) {
        count(placed.code);
        continue;
      }
      expect(placed.data.numbers).toHaveLength(wanted);
      count('placed');
      // A third leaves it to time, a third pays, a third pays perhaps late.
      if (round % 3 === 0) continue;
      const confirmed = await confirmOrder(ctx, placed.data.id);
      if (!confirmed.ok) {
        count(confirmed.code);
        continue;
      }
      if (round % 3 === 2) await new Promise((resolve) => setTimeout(resolve, randomInt(30)));
      const verified = await verifyPayment(ctx, confirmed.data.payment?.id as string);
      count(verified.ok ? (verified.data.owed ? 'owed' : 'paid') : verified.code);
      if (verified.ok && !verified.data.owed) paid.push(placed.data);
    }
  };
  const time = (async () => {
    while (left) {
      app.clock.advance(20_000);
      await expireOrders(ctx, { raffleId: raffle.id });
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  })();
  try {
    const coming = Array.from({ length: 200 }, (_, which) => which);
    const queue = async () => {
      for (let next = coming.pop(); next !== undefined; next = coming.pop()) await buyer(next);
    };
    await Promise.all(Array.from({ length: 40 }, queue));
  } finally {
    left = false;
    await time;
  }
  expect(await faults(ctx, raffle.id)).toEqual([]);
  // Each of these happened, or the test shows nothing.
  for (const what of ['placed', 'paid', 'raffle.numbers.taken'])
    expect(answers.get(what) ?? 0, what).toBeGreaterThan(5);

  app.clock.advance(2 * 60_000);
  await expireOrders(ctx, { raffleId: raffle.id });
  expect(await faults(ctx, raffle.id)).toEqual([]);
  const sold = paid.flatMap((order) => order.numbers);
  expect(new Set(sold).size).toBe(sold.length);
  const { body } = await admin.get(`/raffle/raffles/${raffle.id}/availability`);
  expect(body.data).toMatchObject({ sold: sold.length, reserved: 0 });
  app.clock.reset();
});

test('a raffle sells out to the last number at random, and nobody gets more than there are', async () => {
  const { admin, ctx } = await desk();
  const raffle = await openRaffle(admin, { last_number: 300 });
  const orders = await Promise.all(
    Array.from({ length: 120 }, () => placeOrder(ctx, { raffle: raffle.id, numbers: { random: 3 } })),
  );
  const won = orders.flatMap((order) => (order.ok ? order.data.numbers : []));
  expect(new Set(won).size).toBe(won.length);
  expect(await faults(ctx, raffle.id)).toEqual([]);
  // Those who came when others held the rest for a moment may try again; then all is gone.
  for (;;) {
    const last = await placeOrder(ctx, { raffle: raffle.id, numbers: { random: 3 } });
    if (!last.ok) {
      expect(last.code).toBe('raffle.numbers.sold_out');
      break;
    }
    won.push(...last.data.numbers);
  }
  expect(won).toHaveLength(300);
});

test('two orders of one person at once stay within the limit', async () => {
  const { admin, ctx, ops } = await desk();
  const raffle = await openRaffle(admin, { per_person_limit: 5 });
  const person = await ops.post('/people', { name: 'Ravi Menon', phone: '98765 43210' });
  const personId = person.body.data.id as string;
  const orders = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      placeOrder(ctx, { raffle: raffle.id, numbers: [i * 3 + 1, i * 3 + 2], personId }),
    ),
  );
  expect(orders.filter((order) => order.ok)).toHaveLength(2);
  expect(orders.find((order) => !order.ok)).toMatchObject({ code: 'raffle.limit_reached', detail: { limit: 5 } });
});

test('of orders at one moment that want the same number one has it, and a wrong one fails alone', async () => {
  const { admin, ctx, ops } = await desk();
  const [one, two] = [await openRaffle(admin), await openRaffle(admin)];
  const { id: personId } = (await ops.post('/people', { name: 'Ravi Menon', phone: '98765 43210' })).body.data;
  const order = (raffle: { id: string }, numbers: number[] | { random: number }, person: string | null = null) =>
    placeOrder(ctx, { raffle: raffle.id, numbers, personId: person });
  const all = async (...orders: ReturnType<typeof order>[]) =>
    (await Promise.all(orders)).map((placed) => (placed.ok ? placed.data.numbers : placed.code));

  expect(await all(...Array.from({ length: 20 }, (_, i) => order(one, [i * 2 + 1, i * 2 + 2], personId)))).toHaveLength(
    20,
  );
  const wanting = [
    [101, 102],
    [102, 103],
    [103, 104],
  ];
  const same = await all(...wanting.map((numbers) => order(one, numbers)), order(two, [102, 103]));
  const won = same
    .slice(0, 3)
    .filter((numbers) => numbers !== 'raffle.numbers.taken')
    .flat();
  expect(won.length).toBeGreaterThanOrEqual(2);
  expect(new Set(won).size).toBe(won.length);
  expect(same[3]).toEqual([102, 103]);
  const nobody = '00000000-0000-7000-8000-000000000000';
  expect(await all(order(one, [111]), order(one, [112], nobody), order(one, [113]))).toEqual([
    [111],
    'raffle.order.person_unknown',
    [113],
  ]);

  const [three, outside, four] = await all(order(two, { random: 3 }), order(two, [2000]), order(two, { random: 4 }));
  expect([three?.length, outside, four?.length]).toEqual([3, 'raffle.numbers.outside', 4]);
  for (const raffle of [one, two]) expect(await faults(ctx, raffle.id)).toEqual([]);
  const { rows } = await sql<{ subject_id: string }>`
    select subject_id from audit_entry where organization_id = app_organization_id() and action = 'raffle.order.reserved'
      and subject_id in (select id::text from raffle_order)`.execute(ctx.db);
  expect(rows).toHaveLength(20 + won.length / 2 + 1 + 2 + 2);
});
