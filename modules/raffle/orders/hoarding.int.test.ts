import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { verifyPayment } from '../../../kernel/payments/index.ts';
import { newOrganization, type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { newAddress } from '../../../test/harness/people.ts';
import { webVisitor } from '../../../test/harness/web-chat.ts';
import { desk, openRaffle, reserveNumbers } from '../test/factories.ts';
import { heldFromAddress, heldFromChat } from './caps.query.ts';
import { expireJob } from './expire.job.ts';
import { expireOrders } from './expire-orders.action.ts';
import { placeOrder } from './place-order.action.ts';

let app: TestApp | undefined;
afterEach(() => app?.clock.reset());
const minutes = (n: number) => n * 60_000;
const hours = (n: number) => minutes(60 * n);

/** A web chat whose visitors choose their address. */
async function chat(over: object = {}) {
  const all = await desk();
  app = all.app;
  const raffle = await openRaffle(all.admin, { last_number: 847, ...over });
  const from = (address: string) => webVisitor(all.app, all.organization.slug, '', address);
  const reserved = async () => {
    const seen = await (await all.organization.as('viewer')).get(`/raffle/raffles/${raffle.id}`);
    return seen.body.data.counts.reserved as number;
  };
  const asks = (numbers: string) => ({ start: `raffle:${raffle.code}:${numbers}` });
  return { ...all, raffle, from, reserved, asks };
}
type Visitor = ReturnType<typeof webVisitor>;
const receivedBy = async (visitor: Visitor) =>
  (await visitor.settled()).lines
    .filter((line) => !line.mine)
    .map((line) => line.text)
    .join('\n');
const stretch = (which: number, each: number) => `${1 + which * each}-${(which + 1) * each}`;
const photo = (color = '#0f5c4d') =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: color } })
    .png()
    .toBuffer();

/** Up to the proof: the numbers, a name, the confirmation. */
async function order(visitor: Visitor, asked: object, name = 'Asha Verma') {
  for (const body of [asked, { text: name }, { text: 'confirm' }]) {
    await visitor.write(body as Record<string, unknown>);
    await visitor.settled();
  }
}

test('24 messages at once from one address without a cookie take its share at most', async () => {
  const { from, reserved, asks, db } = await chat();
  const address = newAddress();
  const visitors = Array.from({ length: 24 }, () => from(address));
  await Promise.all(visitors.map((visitor, i) => visitor.write(asks(stretch(i, 35)))));
  const texts = await Promise.all(visitors.map(receivedBy));
  // A tenth of 847: two orders of 35.
  expect(await reserved()).toBe(70);
  expect(texts.filter((text) => text.includes('Which name should be on the ticket?'))).toHaveLength(2);
  expect(texts.filter((text) => text.includes('70 numbers are held that nobody has paid for yet'))).toHaveLength(22);
  const rows = await db.selectFrom('raffle_order').select(['held_from', 'stranger']).execute();
  expect(rows).toEqual([1, 2].map(() => ({ held_from: `web ${address}`, stranger: true })));
  // Fewer still fit, and whoever has them may take others instead.
  const more = from(address);
  await more.write(asks('800-814'));
  expect(await receivedBy(more)).toContain('are held for you');
  expect(await reserved()).toBe(85);
});

test('from 24 addresses strangers take a quarter together; a whole IPv6 network counts as one address', async () => {
  const { from, reserved, asks } = await chat();
  const visitors = Array.from({ length: 24 }, () => from(newAddress()));
  await Promise.all(visitors.map((visitor, i) => visitor.write(asks(stretch(i, 35)))));
  const texts = await Promise.all(visitors.map(receivedBy));
  expect(await reserved()).toBe(210);
  expect(texts.filter((text) => text.includes('only 2 more can be held'))).toHaveLength(18);
});

test('neighbours of one IPv6 network are one address', async () => {
  const { from, reserved, asks, db } = await chat();
  const visitors = Array.from({ length: 6 }, (_, i) => from(`2001:db8:7:1::${i + 1}`));
  await Promise.all(visitors.map((visitor, i) => visitor.write(asks(stretch(i, 35)))));
  await Promise.all(visitors.map(receivedBy));
  expect(await reserved()).toBe(70);
  const rows = await db.selectFrom('raffle_order').select('held_from').distinct().execute();
  expect(rows).toEqual([{ held_from: 'web 2001:db8:7:1::/64' }]);
});

test('racing connections never hold more than the caps, by address, in a chat, as strangers', async () => {
  const { ctx, raffle, ops } = await chat({ last_number: 2000 });
  const place = (i: number, heldFrom: string) =>
    placeOrder(ctx, {
      raffle: raffle.id,
      numbers: i % 2 ? { random: 9 } : [i * 9 + 1, i * 9 + 2, i * 9 + 3],
      heldFrom,
    });
  const sum = async (orders: ReturnType<typeof place>[]) =>
    (await Promise.all(orders)).reduce((held, order) => held + (order.ok ? order.data.numbers.length : 0), 0);
  const chatId = raffle.id;
  const [one, inChat] = await Promise.all([
    sum(Array.from({ length: 60 }, (_, i) => place(i, heldFromAddress('203.0.113.7')))),
    sum(Array.from({ length: 60 }, (_, i) => place(60 + i, heldFromChat(chatId)))),
  ]);
  for (const held of [one, inChat]) {
    expect(held).toBeLessThanOrEqual(200);
    expect(held).toBeGreaterThan(150);
  }
  const many = await sum(Array.from({ length: 90 }, (_, i) => place(120 + i, heldFromAddress(`198.51.100.${i}`))));
  expect(one + many).toBeLessThanOrEqual(500);
  expect(one + many).toBeGreaterThan(480);
  // No cap counts the desk's own reservations, at the same moment or not.
  const free = await Promise.all([1, 2, 3].map((count) => ops.post(`/raffle/raffles/${raffle.id}/random`, { count })));
  expect(free.map((answer) => answer.status)).toEqual([201, 201, 201]);
});

test('the caps are settings, a small raffle has room for ten, and who has paid before is no stranger', async () => {
  const { admin, ctx, ops, db } = await desk();
  const raffle = await openRaffle(admin, { last_number: 40 });
  const held = (count: number, address: string, personId: string | null = null) =>
    placeOrder(ctx, { raffle: raffle.id, numbers: { random: count }, heldFrom: heldFromAddress(address), personId });
  expect(await held(11, '203.0.113.1')).toMatchObject({
    code: 'raffle.held_at_address',
    detail: { limit: 10, left: 10 },
  });
  expect(await held(10, '203.0.113.1')).toMatchObject({ ok: true });
  expect(await held(1, '203.0.113.2')).toMatchObject({ code: 'raffle.held_by_strangers', detail: { left: 0 } });
  const { id } = (await ops.post('/people', { name: 'Ravi Menon' })).body.data;
  const paid = await reserveNumbers(ops, raffle, [], {}).catch(() => null);
  expect(paid).toBeNull();
  const before = await ops.post(`/raffle/raffles/${raffle.id}/random`, { count: 1, person_id: id, confirm: true });
  await ops.post(`/raffle/orders/${before.body.data.id}/confirm-payment`);
  expect(await held(5, '203.0.113.2', id)).toMatchObject({ ok: true });
  await admin.patch('/settings/raffle', { address_share: 50, stranger_share: 60 });
  expect(await held(10, '203.0.113.1')).toMatchObject({ ok: true });
  expect((await db.selectFrom('raffle_order').select('stranger').where('person_id', '=', id).execute()).length).toBe(2);
});

test('a visitor holds numbers for minutes until a name is said, and for the raffle’s own from then on', async () => {
  const { app, from, asks, db, ops, raffle, ctx } = await chat();
  const heldFor = async () => {
    const row = await db
      .selectFrom('raffle_order')
      .select('reserved_until')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    return Math.round(((row.reserved_until?.getTime() ?? 0) - app.clock.now().getTime()) / 60_000);
  };
  const asha = from(newAddress());
  await asha.write(asks('5,12'));
  await asha.settled();
  expect(await heldFor()).toBe(5);
  await asha.write({ text: 'Asha Verma' });
  await asha.settled();
  expect(await heldFor()).toBe(30);

  // Without a name the numbers become free.
  const nobody = from(newAddress());
  await nobody.write(asks('20,21'));
  await nobody.settled();
  // A buyer who takes longer over the name still gets them while they are free.
  const slow = from(newAddress());
  await slow.write(asks('30,31'));
  await slow.settled();
  app.clock.advance(minutes(6));
  expect((await reserveNumbers(ops, raffle, [20, 21])).numbers).toEqual([20, 21]);
  await slow.write({ text: 'Ravi Menon' });
  expect(await receivedBy(slow)).toContain(
    'Your numbers: *0030, 0031*'.replaceAll('0030', '030').replaceAll('0031', '031'),
  );
  await expireOrders(ctx);
  const open = await db
    .selectFrom('raffle_order')
    .select(['contact_name', 'numbers'])
    .where('state', '=', 'draft')
    .orderBy('numbers')
    .execute();
  expect(open).toEqual([
    { contact_name: 'Asha Verma', numbers: [5, 12] },
    { contact_name: 'Asha Verma', numbers: [20, 21] },
    { contact_name: 'Ravi Menon', numbers: [30, 31] },
  ]);
});

test('a picture holds numbers for the review hours, another not longer; the money still counts later', async () => {
  const { app, organization, from, asks, db, ctx, raffle } = await chat();
  // Sessions don't last as long as this.
  const ops = { get: async (path: string) => (await organization.as('ops')).get(path) };
  const asha = from(newAddress());
  await order(asha, asks('5,12'));
  await asha.send(await photo(), 'cat.png');
  await asha.settled();
  const until = async () =>
    (await db.selectFrom('raffle_order').select('reserved_until').executeTakeFirstOrThrow()).reserved_until?.getTime();
  const held = await until();
  expect(Math.round(((held ?? 0) - app.clock.now().getTime()) / minutes(60))).toBe(12);
  const shown = async () => (await ops.get('/payments/queue')).body.data[0];
  expect(new Date((await shown()).expires_at).getTime()).toBe(held);

  app.clock.advance(hours(6));
  await asha.write({ text: 'paid' });
  await asha.settled();
  await asha.send(await photo('#aa0000'), 'dog.png');
  await asha.settled();
  expect(await until()).toBe(held);

  app.clock.advance(hours(6) + minutes(5));
  await expireJob.run(ctx, {}, undefined as never);
  await drainJobs(app.boot, app.boot.services.jobs);
  const row = await db.selectFrom('raffle_order').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: 'expired', end_reason: 'expired' });
  expect(await receivedBy(asha)).toContain('We could not look at your receipt for');
  // On the desk still, without the numbers.
  expect(await shown()).toMatchObject({ state: 'submitted', expires_at: null });
  // A third picture holds nothing any more.
  await asha.send(await photo('#00aa00'), 'bird.png');
  await asha.settled();
  expect((await db.selectFrom('raffle_order').select('state').executeTakeFirstOrThrow()).state).toBe('expired');

  // Nobody took them, so the money gets them.
  const verified = await verifyPayment(ctx, row.payment_id ?? '');
  expect(verified).toMatchObject({ ok: true, data: { owed: false } });
  expect((await ops.get(`/raffle/raffles/${raffle.id}`)).body.data.counts).toMatchObject({ sold: 2, reserved: 0 });
});

test('the money of an unchecked picture is owed when somebody else has the numbers by then', async () => {
  const { app, organization, from, asks, db, ctx, raffle } = await chat();
  const asha = from(newAddress());
  await order(asha, asks('5,12'));
  await asha.send(await photo(), 'receipt.png');
  await asha.settled();
  app.clock.advance(hours(12) + minutes(5));
  await reserveNumbers(await organization.as('ops'), raffle, [12], { confirm: true });
  const { payment_id } = await db
    .selectFrom('raffle_order')
    .select('payment_id')
    .where('state', '=', 'expired')
    .executeTakeFirstOrThrow();
  expect(await verifyPayment(ctx, payment_id ?? '')).toMatchObject({ ok: true, data: { owed: true } });
});

test('garbage for an order that ran out doesn’t hold more than the caps', async () => {
  const { app, from, asks, reserved } = await chat();
  const address = newAddress();
  const visitors = Array.from({ length: 3 }, () => from(address));
  for (const [i, visitor] of visitors.entries()) {
    await order(visitor, asks(stretch(i, 40)));
    app.clock.advance(minutes(31));
  }
  expect(await reserved()).toBe(0);
  for (const visitor of visitors) {
    await visitor.send(await photo(), 'cat.png');
    await visitor.settled();
  }
  expect(await reserved()).toBe(80);
});

test('staff see who holds many, free them by one action, and the audit log has it', async () => {
  const { app, organization, from, asks, ops, db, raffle, reserved } = await chat();
  const address = newAddress();
  const visitors = Array.from({ length: 2 }, () => from(address));
  for (const [i, visitor] of visitors.entries()) await order(visitor, asks(stretch(i, 40)));
  await visitors[1]?.send(await photo(), 'receipt.png');
  await visitors[1]?.settled();
  const handful = from(newAddress());
  await handful.write(asks('500'));
  await handful.settled();

  const viewer = await organization.as('viewer');
  expect((await viewer.get(`/raffle/raffles/${raffle.id}/holders`)).status).toBe(403);
  const seen = (await ops.get(`/raffle/raffles/${raffle.id}/holders`)).body.data;
  expect(seen.strangers).toEqual({ numbers: 81, limit: 212 });
  expect(seen.holders).toMatchObject([
    {
      address,
      channel: 'web',
      orders: 2,
      with_proof: 1,
      numbers: 80,
      share: 9.4,
      hoarding: true,
      names: ['Asha Verma'],
    },
    { orders: 1, numbers: 1, hoarding: false },
  ]);
  const { holder } = seen.holders[0];
  const free = (who: typeof ops, body: object) => who.post(`/raffle/raffles/${raffle.id}/free-holder`, body);
  expect((await free(viewer, { holder })).status).toBe(403);
  expect((await free(ops, { holder })).body.data).toEqual({ orders: 1, numbers: 40 });
  expect(await reserved()).toBe(41);
  const again = await free(ops, { holder });
  expect([again.status, again.body.error.code]).toEqual([409, 'raffle.holder_gone']);
  expect((await free(ops, { holder, with_proof: true })).body.data).toEqual({ orders: 1, numbers: 40 });
  expect(await reserved()).toBe(1);
  const entries = await db
    .selectFrom('audit_entry')
    .select(['actor_id', 'after'])
    .where('action', '=', 'raffle.raffle.holder_freed')
    .execute();
  expect(entries).toHaveLength(2);
  expect(entries[0]).toMatchObject({
    actor_id: ops.userId,
    after: { holder: `web ${address}`, orders: 1, numbers: 40 },
  });
  await drainJobs(app.boot, app.boot.services.jobs);
  expect(await receivedBy(visitors[0] as Visitor)).toMatch(/Your order \w+ for \*Onam raffle\* was cancelled/);
  // Another organization's staff free nothing here.
  const stranger = await (await newOrganization(await useTestApp())).as('owner');
  expect((await free(stranger, { holder })).status).toBe(404);
});

test('addresses are forgotten: at once with what is paid or cancelled, two weeks after what ran out', async () => {
  const { app, from, asks, db, ctx, ops } = await chat();
  for (const numbers of ['1', '2', '3']) await order(from(newAddress()), asks(numbers));
  const orders = await db.selectFrom('raffle_order').select('id').orderBy('id').execute();
  await ops.post(`/raffle/orders/${orders[0]?.id}/confirm-payment`);
  await ops.post(`/raffle/orders/${orders[1]?.id}/cancel`);
  const kept = async () =>
    (await db.selectFrom('raffle_order').select('held_from').orderBy('id').execute()).map(
      (row) => row.held_from !== null,
    );
  expect(await kept()).toEqual([false, false, true]);
  app.clock.advance(hours(24));
  await expireJob.run(ctx, {}, undefined as never);
  expect(await kept()).toEqual([false, false, true]);
  app.clock.advance(hours(24 * 15));
  await expireJob.run(ctx, {}, undefined as never);
  expect(await kept()).toEqual([false, false, false]);
});
