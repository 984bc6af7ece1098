import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { verifyLedger } from '../../../kernel/ledger/index.ts';
import { newMachine, newMerchant, type Operator, operator, order } from './factories.ts';

let fleet: Operator;
beforeEach(async () => {
  fleet = await operator();
});
const results = (answer: { body: { data: { results: { result: string }[] } } }) =>
  answer.body.data.results.map(({ result }) => result);
const balances = async () => {
  const { rows } = await sql<{ account: string; minor: number }>`
    select account, sum(amount_minor)::int as minor from ledger_line
    where organization_id = ${fleet.organization.id} group by account`.execute(fleet.db);
  return Object.fromEntries(rows.map(({ account, minor }) => [account, minor]));
};

describe('orders of a machine', () => {
  test('count once, however often and in however many batches they come', async () => {
    const machine = await newMachine(fleet);
    const path = `/devices/${machine.id}/orders/create`;
    const [one, two, three] = [order('1'), order('2'), order('3', { amount: '5.00', payment_method: 'card' })];
    expect(results(await machine.post(path, one))).toEqual(['counted']);
    expect(results(await machine.post(path, { orders: [one, two, two, three] }))).toEqual([
      'repeated',
      'counted',
      'repeated',
      'counted',
    ]);
    // The same batch over four connections at once.
    const batch = { orders: [order('4'), order('5')] };
    const raced = await Promise.all(Array.from({ length: 4 }, () => machine.post(path, batch)));
    expect(raced.flatMap(results).filter((result) => result === 'counted')).toHaveLength(2);
    const listed = (await fleet.admin.get('/orders')).body.data;
    expect(listed).toHaveLength(5);
    expect(await balances()).toEqual({
      'assets:coffee:cash': 1000,
      'assets:coffee:card': 500,
      'income:coffee': -1500,
    });
    const report = await verifyLedger(fleet.app.boot.database.system, fleet.organization, []);
    expect(report.faults).toEqual([]);
  });

  test('keep their first content: another price under the same number is told and not taken', async () => {
    const machine = await newMachine(fleet);
    const path = `/devices/${machine.id}/orders/create`;
    const first = order('1');
    await machine.post(path, first);
    expect(results(await machine.post(path, { ...first, amount: '99.00' }))).toEqual(['contradicts']);
    expect((await fleet.admin.get('/orders')).body.data[0].amount).toBe('2.50');
    // A number belongs to its machine.
    const other = await newMachine(fleet);
    expect(results(await other.post(`/devices/${other.id}/orders/create`, first))).toEqual(['counted']);
  });

  test('count on the day on which they were made, in the organization’s zone', async () => {
    const machine = await newMachine(fleet);
    // 18:31 UTC is one minute past midnight in Kolkata.
    const day = new Date(fleet.app.clock.now().getTime() - 3 * 86_400_000).toISOString().slice(0, 10);
    const before = order('1', { made_at: `${day}T18:29:00Z` });
    const after = order('2', { made_at: `${day}T18:31:00Z` });
    await machine.post(`/devices/${machine.id}/orders/create`, { orders: [after, before] });
    const days = await fleet.db
      .selectFrom('coffee_day')
      .select(['sold_on', 'orders'])
      .where('scope_id', '=', fleet.merchant.id)
      .orderBy('sold_on')
      .execute();
    const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    expect(days).toEqual([
      { sold_on: day, orders: 1 },
      { sold_on: next, orders: 1 },
    ]);
    expect((await fleet.admin.get(`/orders?from=${next}&to=${next}`)).body.data).toMatchObject([{ number: '2' }]);
    expect((await fleet.admin.get(`/orders?to=${day}&device_id=${machine.serial}`)).body.data).toMatchObject([
      { number: '1' },
    ]);
    expect((await fleet.admin.get('/orders?payment_method=card')).body.data).toEqual([]);
    expect((await fleet.admin.get('/orders?page=2')).body.data).toEqual([]);
  });

  test.each([
    ['a year ahead', 365],
    ['a year behind', -365],
  ])('of a clock %s count today, and wait for a look', async (_, days) => {
    const machine = await newMachine(fleet);
    const now = fleet.app.clock.now();
    const made_at = new Date(now.getTime() + days * 86_400_000).toISOString();
    const answer = await machine.post(`/devices/${machine.id}/orders/create`, order('1', { made_at }));
    expect(answer.body.data.results).toMatchObject([{ result: 'counted', exception: 'clock' }]);
    const [row] = (await fleet.admin.get('/coffee/orders?filter={"exception":"open"}')).body.data;
    expect(row).toMatchObject({ claimed_at: made_at, exception: 'clock' });
    expect(Math.abs(Date.parse(row.made_at) - now.getTime())).toBeLessThan(60_000);
    const settled = await fleet.ops.post(`/coffee/orders/${row.id}/settle`, { note: 'battery changed' });
    expect(settled.body.data.settled).toMatchObject({ note: 'battery changed' });
    expect((await fleet.admin.get('/coffee/orders?filter={"exception":"open"}')).body.data).toEqual([]);
    expect((await fleet.ops.post(`/coffee/orders/${row.id}/settle`, { note: 'again' })).status).toBe(409);
  });

  test('that are wrong are refused one by one', async () => {
    const machine = await newMachine(fleet);
    const sent = [
      order('1', { currency: 'EUR' }),
      order('2', { amount: '-1.00' }),
      order('3', { amount: '1.234' }),
      order('4'),
    ];
    const answer = await machine.post(`/devices/${machine.id}/orders/create`, { orders: sent });
    expect(
      answer.body.data.results.map(({ result, code }: { result: string; code: string }) => [result, code]),
    ).toEqual([
      ['refused', 'coffee.order.currency'],
      ['refused', 'coffee.order.amount'],
      ['refused', 'coffee.order.amount'],
      ['counted', null],
    ]);
    for (const bad of [{}, { orders: [] }, { orders: 'none' }]) {
      expect((await machine.post(`/devices/${machine.id}/orders/create`, bad)).status).toBe(400);
    }
    const large = { orders: Array.from({ length: 200 }, (_, i) => order(String(i))), padding: 'x'.repeat(2_000_000) };
    expect((await machine.post(`/devices/${machine.id}/orders/create`, large)).status).toBe(413);
  });

  test.each<[string, object, string]>([
    ['no items', { items: [] }, 'items'],
    ['a time that is none', { made_at: 'yesterday' }, 'made_at'],
    ['a time without its zone', { made_at: '2026-11-25 08:00:00' }, 'made_at'],
    ['no number', { number: '' }, 'number'],
    ['a method with a capital letter', { payment_method: 'Card' }, 'payment_method'],
    ['a product with an accent', { items: [{ product: 'Café', amount: '2.50' }] }, 'items.0.product'],
    ['a state that we do not know', { payment_state: 'settled' }, 'payment_state'],
    ['served that is no yes or no', { served: 'perhaps' }, 'served'],
    ['no amount', { amount: null }, 'amount'],
    ['nothing of an order', { number: 'x', made_at: null, payment_method: [], items: {} }, 'made_at'],
  ])('with %s are refused by themselves; the others of the message count', async (_, over, field) => {
    const machine = await newMachine(fleet);
    await machine.post(`/devices/${machine.id}/status`, {});
    await machine.post(`/devices/${machine.id}/gone`, {});
    const bad = { ...order('bad'), ...over };
    const answer = await machine.post(`/devices/${machine.id}/orders/create`, {
      orders: [{ ...order('1'), colour: 'red' }, bad, 'no order', order('2')],
    });
    expect(answer.body.data.results).toMatchObject([
      { number: '1', result: 'counted', code: null, field: null },
      { number: (bad as { number: string }).number, result: 'refused', code: 'coffee.order.unreadable', field },
      { number: '', result: 'refused', code: 'coffee.order.unreadable' },
      { number: '2', result: 'counted' },
    ]);
    expect((await fleet.admin.get('/orders')).body.data).toHaveLength(2);
    expect((await fleet.admin.get(`/coffee/machines/${machine.id}`)).body.data.presence).toBe('online');
  });

  test.each<[string, unknown, string | null, string]>([
    ['EUR', '1,250', null, 'a comma'],
    ['KES', 'KES 5', null, 'a currency'],
    ['EUR', '٢٫٥٠', null, 'digits of another script'],
    ['EUR', ' 2.50', null, 'a space'],
    ['EUR', '2.505', null, 'a decimal too many'],
    ['EUR', 2.505, null, 'a decimal too many in a number'],
    ['EUR', '1e3', null, 'an exponent'],
    ['EUR', -1, null, 'a minus'],
    ['EUR', 2.5, '2.50', 'a number'],
    ['EUR', 1250.3499755859375, '1250.35', 'a number of four bytes'],
    ['EUR', '2.5', '2.50', 'one decimal'],
    ['RWF', 300, '300', 'no decimals'],
    ['KWD', '1.505', '1.505', 'three decimals'],
    ['KWD', 1.505, '1.505', 'three decimals in a number'],
  ])('in %s of %s are counted as %s: %s', async (currency, amount, expected) => {
    fleet = await operator(fleet.app, { currency });
    const machine = await newMachine(fleet);
    const sent = order('1', { amount, items: [{ product: 'espresso', amount }] });
    const { results: found } = (await machine.post(`/devices/${machine.id}/orders/create`, sent)).body.data;
    const charge = await machine.post(`/coffee/machines/${machine.id}/charges`, { number: '9', amount, more: 1 });
    const [row] = (await fleet.admin.get('/orders')).body.data;
    if (expected === null) {
      expect(found).toMatchObject([{ result: 'refused', code: 'coffee.order.amount' }]);
      expect([row, charge.status, charge.body.error.code]).toEqual([undefined, 400, 'coffee.order.amount']);
    } else {
      expect(found).toMatchObject([{ result: 'counted' }]);
      expect([row.amount, charge.body.data.amount]).toEqual([expected, expected]);
    }
  });

  test('that a machine hands in after it was retired count, are marked, and not for ever', async () => {
    const machine = await newMachine(fleet);
    const path = `/devices/${machine.id}/orders/create`;
    await fleet.admin.patch(`/coffee/machines/${machine.id}`, { state: 'retired' });
    expect((await machine.post(path, order('1'))).body.data.results).toMatchObject([
      { result: 'counted', exception: 'retired' },
    ]);
    expect((await fleet.admin.get('/coffee/orders?filter={"exception":"open"}')).body.data).toMatchObject([
      { number: '1', exception: 'retired', payment_state: 'paid' },
    ]);
    expect(await balances()).toEqual({ 'assets:coffee:cash': 250, 'income:coffee': -250 });
    const charge = await machine.post(`/coffee/machines/${machine.id}/charges`, { number: '2', amount: '2.50' });
    expect([charge.status, charge.body.error.code]).toEqual([409, 'coffee.machine.retired']);
    fleet.app.clock.advance(46 * 86_400_000);
    const late = await machine.post(path, order('2'));
    fleet.app.clock.reset();
    expect([late.status, late.body.error.code]).toEqual([409, 'coffee.machine.retired']);
  });

  test('whose payment was pending become sales when the machine says that it was paid', async () => {
    const machine = await newMachine(fleet);
    const path = `/devices/${machine.id}/orders/create`;
    const pending = order('1', { payment_state: 'pending' });
    expect((await machine.post(path, pending)).body.data.results).toMatchObject([{ exception: 'unpaid' }]);
    expect(await balances()).toEqual({});
    const paid = { ...pending, payment_state: 'paid' };
    expect(results(await machine.post(path, paid))).toEqual(['updated']);
    expect(results(await machine.post(path, paid))).toEqual(['repeated']);
    expect(await balances()).toEqual({ 'assets:coffee:cash': 250, 'income:coffee': -250 });
  });
});

describe('a refund', () => {
  const refund = (id: string, body: object, headers = {}) =>
    fleet.admin.post(`/orders/${id}/manual_refund`, body, headers);

  test('is given once: in part, then what is left; the day of the order is corrected', async () => {
    const machine = await newMachine(fleet);
    await machine.post(`/devices/${machine.id}/orders/create`, order('1', { served: false }));
    const [{ id }] = (await fleet.admin.get('/orders')).body.data;
    expect((await fleet.ops.post(`/orders/${id}/manual_refund`, { reason: 'cold' })).status).toBe(403);
    const part = await refund(id, { amount: '1.00', reason: 'cold' }, { 'idempotency-key': 'once' });
    expect(part.body.data).toMatchObject({
      refund: { amount: '1.00', way: 'by_hand', state: 'done' },
      order: { refunded: '1.00', exception: 'not_served', settled: null },
    });
    await refund(id, { amount: '1.00', reason: 'cold' }, { 'idempotency-key': 'once' });
    const tooMuch = await refund(id, { amount: '1.51', reason: 'more' });
    expect([tooMuch.status, tooMuch.body.error.code]).toEqual([409, 'coffee.refund.too_much']);
    const rest = await Promise.all([1, 2, 3].map(() => refund(id, { reason: 'the rest' })));
    expect(rest.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await fleet.admin.get(`/coffee/orders/${id}/refunds`)).body.data).toHaveLength(2);
    expect((await fleet.admin.get(`/coffee/orders/${id}`)).body.data.settled).not.toBeNull();
    expect(await balances()).toEqual({ 'assets:coffee:cash': 0, 'income:coffee': 0 });
    const [day] = await fleet.db
      .selectFrom('coffee_day')
      .selectAll()
      .where('scope_id', '=', fleet.organization.id)
      .execute();
    expect(day).toMatchObject({ orders: 1, amount_minor: 250, refunds: 2, refunded_minor: 250 });
  });

  test('that is sent five times at once without a key is given once; what was seen before binds it', async () => {
    const machine = await newMachine(fleet);
    await machine.post(`/devices/${machine.id}/orders/create`, order('1'));
    const [{ id }] = (await fleet.admin.get('/orders')).body.data;
    const five = await Promise.all([1, 2, 3, 4, 5].map(() => refund(id, { amount: '0.50', reason: 'cold' })));
    expect(five.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    const [again] = five.filter(({ status }) => status === 409);
    expect(again?.body.error.code).toBe('coffee.refund.repeated');
    const bound = { amount: '0.50', reason: 'cold', expected_refunded: '0.50' };
    const seen = await Promise.all([1, 2, 3, 4, 5].map(() => refund(id, bound)));
    expect(seen.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    const late = seen.find(({ status }) => status === 409);
    expect(late?.body.error).toMatchObject({ code: 'coffee.refund.changed', message: expect.stringContaining('1.00') });
    expect((await refund(id, { amount: '0.25', reason: 'cold' })).status).toBe(200);
    expect((await refund(id, { reason: 'all', expected_refunded: 'much' })).status).toBe(400);
    expect((await fleet.admin.get(`/coffee/orders/${id}/refunds`)).body.data).toHaveLength(3);
    expect(await balances()).toEqual({ 'assets:coffee:cash': 125, 'income:coffee': -125 });
    const entries = (await fleet.admin.get('/audit-entries?filter={"action":"coffee.order.refunded"}')).body.data;
    expect(entries).toHaveLength(3);
  });

  test('of another merchant’s order is not found by somebody limited to theirs', async () => {
    const other = await newMerchant(fleet.admin, 'Stations');
    const machine = await newMachine(fleet, { merchant_id: other.id });
    await machine.post(`/devices/${machine.id}/orders/create`, order('1'));
    const [{ id }] = (await fleet.admin.get('/orders')).body.data;
    const limited = await fleet.organization.as('admin');
    const limit = { kind: 'coffee.merchant', id: fleet.merchant.id };
    await fleet.admin.patch(`/members/${limited.userId}`, { limit });
    expect((await limited.get('/orders')).body.data).toEqual([]);
    expect((await limited.post(`/orders/${id}/manual_refund`, { reason: 'mine' })).status).toBe(404);
    // Of their own it works, though the ledger is nothing that they see.
    const own = await newMachine(fleet);
    await own.post(`/devices/${own.id}/orders/create`, order('1'));
    const [mine] = (await limited.get('/orders')).body.data;
    expect((await limited.post(`/orders/${mine.id}/manual_refund`, { reason: 'cold' })).status).toBe(200);
  });
});

describe('a payment that a machine asks for', () => {
  const charge = async (machine: Awaited<ReturnType<typeof newMachine>>, number: string, amount = '2.50') =>
    machine.post(`/coffee/machines/${machine.id}/charges`, { number, amount });

  test('is opened once, and makes the order a sale when its money has come, before or after it', async () => {
    const machine = await newMachine(fleet);
    const opened = await charge(machine, '1');
    expect(opened.body.data).toMatchObject({
      state: 'open',
      amount: '2.50',
      pay_link: expect.stringContaining('/pay/'),
    });
    expect((await charge(machine, '1')).body.data.payment_id).toBe(opened.body.data.payment_id);
    expect((await charge(machine, '1', '3.00')).status).toBe(409);
    const path = `/devices/${machine.id}/orders/create`;
    // The machine's word for its payment doesn't count.
    const answer = await machine.post(path, order('1'));
    expect(answer.body.data.results).toMatchObject([{ result: 'counted', exception: 'unpaid' }]);
    const pay = (id: string) => fleet.admin.post(`/payments/${id}/mark-paid`, { method: 'cash', note: 'coin' });
    expect((await pay(opened.body.data.payment_id)).status).toBe(200);
    expect((await machine.get(`/coffee/machines/${machine.id}/charges/1`)).body.data.state).toBe('paid');
    const [sold] = (await fleet.admin.get('/orders')).body.data;
    expect(sold).toMatchObject({ payment_state: 'paid', payment_method: 'cash', exception: null });
    // What the machine says against it afterwards is shown, and takes nothing back.
    await machine.post(path, order('1', { made_at: sold.claimed_at, payment_state: 'failed' }));
    const contradicted = await machine.post(path, order('1', { made_at: sold.claimed_at, served: false }));
    expect(contradicted.body.data.results).toMatchObject([{ result: 'contradicts', exception: 'contradicts' }]);
    expect((await fleet.admin.get(`/coffee/orders/${sold.id}`)).body.data).toMatchObject({
      payment_state: 'paid',
      contradiction: { served: false, payment_state: 'paid' },
    });
    const second = (await charge(machine, '2')).body.data.payment_id;
    await pay(second);
    expect((await machine.post(path, order('2'))).body.data.results).toMatchObject([{ exception: null }]);
    // Once in the ledger, as the payment's.
    expect(await balances()).toEqual({ 'assets:cash': 500, 'income:coffee': -500 });
    const back = await fleet.admin.post(`/orders/${sold.id}/manual_refund`, { reason: 'cold' });
    expect(back.body.data.order).toMatchObject({ refunded: '2.50' });
    expect(await balances()).toEqual({ 'assets:cash': 250, 'income:coffee': -250 });
    const sums = await sql<{ net: number }>`select sum(amount_minor - refunded_minor)::int as net from coffee_day
      where organization_id = ${fleet.organization.id} and scope_id = organization_id`.execute(fleet.db);
    expect(sums.rows[0]?.net).toBe(250);
  });
});
