import { expect, test } from 'vitest';
import { desk, openRaffle, reserveNumbers } from './factories.ts';

/** A request is taken literally or refused. */

test.each([
  // Integers or refused: [1.5] was the text "1.5" once, and that 1 and 5; true was the number 1.
  [[1.5], 400, 'http.invalid'],
  [['1.5'], 400, 'http.invalid'],
  [[true], 400, 'http.invalid'],
  [[null], 400, 'http.invalid'],
  [[[7]], 400, 'http.invalid'],
  [true, 400, 'http.invalid'],
  [{ random: 5 }, 400, 'http.invalid'],
  [1.5, 400, 'raffle.numbers.malformed'],
  ['1.5', 400, 'raffle.numbers.malformed'],
])('numbers %j are refused with %i %s', async (numbers, status, code) => {
  const { ops, admin, db } = await desk();
  const raffle = await openRaffle(admin);
  const refused = await ops.post(`/raffle/raffles/${raffle.id}/reserve`, { numbers });
  expect([refused.status, refused.body.error.code]).toEqual([status, code]);
  expect(await db.selectFrom('raffle_order').select('id').execute()).toEqual([]);
});

test.each([[1.5], [true], [null], [[3]], ['1.5'], ['three']])('a count of %j at random is refused', async (count) => {
  const { ops, admin, db } = await desk();
  const raffle = await openRaffle(admin);
  const refused = await ops.post(`/raffle/raffles/${raffle.id}/random`, { count });
  expect([refused.status, refused.body.error.code]).toEqual([400, 'http.invalid']);
  expect(Object.keys(refused.body.error.fields)).toEqual(['count']);
  expect(await db.selectFrom('raffle_order').select('id').execute()).toEqual([]);
});

test('what older clients send differently, and what can mean one thing only, is taken', async () => {
  const { ops, admin } = await desk();
  const raffle = await openRaffle(admin, { ticket_price: 50, last_number: '1000' });
  expect(raffle).toMatchObject({ ticket_price: '50.00', last_number: 1000 });
  // Before the numbers at random, which would be this one now and then.
  const one = await ops.post(`/raffle/raffles/${raffle.id}/reserve`, { numbers: 5, contact_name: null });
  expect(one.body.data.numbers).toEqual([5]);
  const random = await ops.post(`/raffle/raffles/${raffle.id}/random`, { count: '3', confirm: 'true' });
  expect(random.body.data).toMatchObject({ numbers: expect.any(Array), state: 'pending_payment' });
  expect(random.body.data.numbers).toHaveLength(3);
});

test('the money of an expired order is no success before the sweep', async () => {
  const { app, ops, admin, db } = await desk();
  try {
    const raffle = await openRaffle(admin, { reservation_minutes: 10 });
    const order = await reserveNumbers(ops, raffle, [1], { confirm: true });
    app.clock.advance(11 * 60_000);
    const refused = await ops.post(`/api/orders/${order.id}/confirm-payment/`);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'raffle.order.expired']);
    expect(await db.selectFrom('ledger_entry').select('id').execute()).toEqual([]);
    expect((await ops.get(`/raffle/orders/${order.id}`)).body.data.state).toBe('expired');
  } finally {
    app.clock.reset();
  }
});
