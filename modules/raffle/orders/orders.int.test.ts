import sharp from 'sharp';
import { expect, test } from 'vitest';
import { putFile } from '../../../kernel/files/index.ts';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { proofPicture } from '../../../kernel/payment-proofs/index.ts';
import { verifyPayment } from '../../../kernel/payments/index.ts';
import { isWhole, openDrawer } from '../../../test/harness/till.ts';
import { bitmapOf, hasBit } from '../numbers/bitmap.rule.ts';
import { desk, openRaffle, reserveNumbers } from '../test/factories.ts';
import { sweepJob } from './sweep.job.ts';

const minutes = (n: number) => n * 60_000;

test('a reservation answers the order, holds the numbers, and leaves row and audit entry', async () => {
  const { ops, admin, db } = await desk();
  const raffle = await openRaffle(admin);
  const made = await ops.post(`/raffle/raffles/${raffle.id}/reserve`, {
    numbers: [12, 5, 99],
    contact_name: 'Asha Verma',
    contact_phone: '98765 43210',
  });
  expect(made.status).toBe(201);
  const { data } = made.body;
  expect(data).toMatchObject({
    numbers: [5, 12, 99],
    amount: '150.00',
    currency: 'INR',
    state: 'draft',
    contact_phone: '+919876543210',
    allowed: ['confirm', 'cancel'],
    payment: null,
  });
  const row = await db.selectFrom('raffle_order').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    id: data.id,
    code: data.code,
    numbers: [5, 12, 99],
    amount_minor: 15000,
    state: 'draft',
  });
  const held = await db
    .selectFrom('raffle_number')
    .select(['number', 'state'])
    .where('order_id', '=', data.id)
    .orderBy('number')
    .execute();
  expect(held).toEqual([5, 12, 99].map((number) => ({ number, state: 'reserved' })));
  const entry = await db
    .selectFrom('audit_entry')
    .selectAll()
    .where('action', '=', 'raffle.order.reserved')
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({ actor_id: ops.userId, subject_id: data.id, after: { code: data.code } });
  // The same key, the same answer, nothing twice.
  const key = { 'idempotency-key': 'one' };
  const once = await ops.post(`/raffle/raffles/${raffle.id}/reserve`, { numbers: [7] }, key);
  const again = await ops.post(`/raffle/raffles/${raffle.id}/reserve`, { numbers: [7] }, key);
  expect(again.body.data.id).toBe(once.body.data.id);
});

test('a number that looks impossible is kept as it is typed when a person says so', async () => {
  const { ops, admin, db } = await desk();
  const raffle = await openRaffle(admin);
  const odd = { contact_name: 'Asha Verma', contact_phone: '12345678' };
  const reserve = (path: string, input: object) => ops.post(`/raffle/raffles/${raffle.id}/${path}`, input);
  const refused = await reserve('reserve', { numbers: '5', ...odd });
  expect([refused.status, Object.keys(refused.body.error.fields)]).toEqual([400, ['contact_phone']]);
  expect(await db.selectFrom('raffle_order').select('id').execute()).toEqual([]);
  const kept = await reserve('reserve', { numbers: '5', ...odd, keep_phone: true, confirm: true });
  expect([kept.status, kept.body.data.contact_phone]).toEqual([201, '+9112345678']);
  const words = await reserve('reserve', { numbers: '6', ...odd, contact_phone: 'call me', keep_phone: true });
  expect(words.body.error.code).toBe('people.phone_malformed');
});

test('all or nothing: one number gone, none reserved', async () => {
  const { ops, admin, db } = await desk();
  const raffle = await openRaffle(admin);
  await reserveNumbers(ops, raffle, [12]);
  const refused = await ops.post(`/raffle/raffles/${raffle.id}/reserve`, { numbers: [11, 12, 13] });
  expect(refused.status).toBe(409);
  expect(refused.body.error).toMatchObject({ code: 'raffle.numbers.taken', message: expect.stringContaining('0012') });
  expect(await db.selectFrom('raffle_order').select('id').execute()).toHaveLength(1);
  expect(
    await db.selectFrom('raffle_number').select('number').where('state', '<>', 'available').execute(),
  ).toHaveLength(1);
});

test.each([
  [[0], 400, 'raffle.numbers.outside'],
  [[5, 1001], 400, 'raffle.numbers.outside'],
  [[-5], 400, 'raffle.numbers.outside'],
  [[5, 5], 400, 'raffle.numbers.repeated'],
  ['20-15', 400, 'raffle.numbers.reversed'],
  ['five', 400, 'raffle.numbers.malformed'],
  ['random 0', 400, 'raffle.numbers.random_zero'],
  ['random 99999', 400, 'raffle.numbers.too_many'],
  [Array.from({ length: 101 }, (_, i) => i + 1), 400, 'raffle.numbers.too_many'],
  [[], 400, 'http.invalid'],
  [[2 ** 40, 1], 400, 'http.invalid'],
])('numbers %j are refused with %i %s', async (numbers, status, code) => {
  const { ops, admin, db } = await desk();
  const raffle = await openRaffle(admin);
  const refused = await ops.post(`/raffle/raffles/${raffle.id}/reserve`, { numbers });
  expect([refused.status, refused.body.error.code]).toEqual([status, code]);
  expect(await db.selectFrom('raffle_order').select('id').execute()).toEqual([]);
});

test('random: as many as asked for, all different; 0, too many and more than are free are refused', async () => {
  const { ops, admin } = await desk();
  const raffle = await openRaffle(admin, { last_number: 20 });
  const random = (count: number) => ops.post(`/raffle/raffles/${raffle.code}/random`, { count });
  const first = await random(15);
  expect(new Set(first.body.data.numbers).size).toBe(15);
  expect((await random(0)).body.error.code).toBe('raffle.numbers.random_zero');
  expect((await random(-1)).body.error.code).toBe('raffle.numbers.random_zero');
  expect((await random(99999)).body.error.code).toBe('raffle.numbers.too_many');
  expect((await random(6)).body.error).toMatchObject({
    code: 'raffle.numbers.few_left',
    message: expect.stringContaining('5'),
  });
  expect((await random(5)).body.data.numbers).toHaveLength(5);
  expect((await random(1)).body.error.code).toBe('raffle.numbers.sold_out');
});

test('not on sale, not there, not this organization’s', async () => {
  const { ops, admin } = await desk();
  const raffle = await openRaffle(admin, { active: false });
  const reserve = (who: typeof ops, id: string) => who.post(`/raffle/raffles/${id}/reserve`, { numbers: [1] });
  expect((await reserve(ops, raffle.id)).body.error.code).toBe('raffle.not_active');
  expect((await reserve(ops, '01234567-89ab-7000-8000-000000000000')).status).toBe(404);
  expect((await reserve(ops, 'nonsense')).status).toBe(404);
  const stranger = await desk();
  await admin.patch(`/raffle/raffles/${raffle.id}`, { active: true });
  expect((await reserve(stranger.ops, raffle.id)).status).toBe(404);
  expect((await stranger.ops.get(`/raffle/raffles/${raffle.id}`)).status).toBe(404);
  expect((await stranger.ops.get(`/raffle/raffles/${raffle.id}/availability`)).status).toBe(404);
});

test('confirm, then the money: the numbers are sold, the ledger has it, the ticket can be checked', async () => {
  const { organization, ops, admin, db, ctx } = await desk();
  const raffle = await openRaffle(admin, { draw_on: '2030-09-01' });
  const order = await reserveNumbers(ops, raffle, [7, 8], { confirm: true });
  expect(order).toMatchObject({ state: 'pending_payment', payment: { state: 'awaiting', amount: '100.00' } });
  expect((await ops.get('/raffle/orders/pending-payment')).body.data.map((o: { id: string }) => o.id)).toEqual([
    order.id,
  ]);
  expect((await ops.get(`/raffle/orders/${order.id}/ticket.png`)).body.error.code).toBe('raffle.ticket.not_paid');

  const picture = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#abc' } })
    .png()
    .toBuffer();
  const file = await putFile(ctx, { bytes: picture, name: 'proof.png', purpose: proofPicture });
  const media = file.ok ? file.data.id : '';
  const paid = await ops.post(`/api/orders/${order.id}/confirm-payment/`, { payment_proof_media_id: media });
  expect(paid.status).toBe(200);
  expect(paid.body.data).toMatchObject({ state: 'paid', payment: { state: 'verified', owed: false }, allowed: [] });
  const sold = await db
    .selectFrom('raffle_number')
    .select(['number', 'state'])
    .where('order_id', '=', order.id)
    .orderBy('number')
    .execute();
  expect(sold).toEqual([7, 8].map((number) => ({ number, state: 'sold' })));
  const lines = await db.selectFrom('ledger_line').select(['account', 'amount_minor']).orderBy('line').execute();
  expect(lines).toEqual([
    { account: 'assets:bank', amount_minor: 10000 },
    { account: 'income:raffle', amount_minor: -10000 },
  ]);
  const proof = await db.selectFrom('payment_proof').select('file_id').executeTakeFirstOrThrow();
  expect(proof.file_id).toBe(media);

  const ticket = await ops.get(`/raffle/orders/${order.code}/ticket.png`);
  expect(ticket.headers['content-type']).toBe('image/png');
  expect((await sharp(ticket.raw).metadata()).width).toBe(1080);
  const token = String(paid.body.data.ticket_url).split('/t/')[1];
  const check = await ops.get(`/raffle/tickets/${token}`);
  expect(check.body.data).toMatchObject({
    good: true,
    labels: ['0007', '0008'],
    holder: 'Asha V.',
    order_code: order.code,
  });
  expect((await ops.get(`/raffle/tickets/${token?.slice(0, -6)}AAAAAA`)).body.error.code).toBe('raffle.ticket.invalid');

  // Anyone who shows a ticket may use it, so a viewer reads the order without it.
  const viewer = await organization.as('viewer');
  expect((await viewer.get(`/raffle/orders/${order.code}/ticket.png`)).body.error.code).toBe('http.forbidden');
  const seen = [await viewer.get(`/raffle/orders/${order.code}`), await viewer.get('/raffle/orders')];
  expect(seen.map(({ body }) => [body.data].flat()[0])).toMatchObject(
    Array(2).fill({ state: 'paid', ticket_url: null }),
  );
  const named = { code: 'http.forbidden' };
  const kept = await db.selectFrom('file').select('id').where('purpose', '=', 'raffle.ticket').execute();
  for (const { id } of kept) expect((await viewer.get(`/files/${id}`)).body.error).toMatchObject(named);

  // Refunded: the ticket is no longer valid, the numbers are free.
  const back = await admin.post(`/payments/${paid.body.data.payment.id}/refund`, { reason: 'wanted out' });
  expect(back.status).toBe(200);
  expect((await ops.get(`/raffle/tickets/${token}`)).body.data).toMatchObject({
    good: false,
    state: 'cancelled',
  });
  expect((await ops.get(`/raffle/raffles/${raffle.id}`)).body.data.counts).toMatchObject({ sold: 0, available: 1000 });
});

test('two staff confirm at once: one succeeds, the other is refused; the money is booked once', async () => {
  const { ops, admin, db } = await desk();
  const raffle = await openRaffle(admin);
  const order = await reserveNumbers(ops, raffle, [7], { confirm: true });
  const answers = await Promise.all(
    [ops, admin, ops, admin].map((who) => who.post(`/raffle/orders/${order.id}/confirm-payment`)),
  );
  expect(answers.map((a) => a.status).sort()).toEqual([200, 409, 409, 409]);
  const codes = answers.filter((a) => a.status === 409).map((a) => a.body.error.code);
  expect(new Set(codes)).toEqual(new Set(['raffle.order.already_paid']));
  expect(await db.selectFrom('ledger_entry').select('id').execute()).toHaveLength(1);
});

test('what a cancelled, a paid, an unconfirmed order refuses', async () => {
  const { ops, admin } = await desk();
  const raffle = await openRaffle(admin);
  const draft = await reserveNumbers(ops, raffle, [1]);
  const post = (id: string, step: string) => ops.post(`/raffle/orders/${id}/${step}`);
  expect((await post(draft.id, 'confirm-payment')).body.error.code).toBe('raffle.order.not_confirmed');
  const cancelled = await ops.post(`/api/orders/${draft.code}/cancel/`, { reason: 'wrong numbers' });
  expect(cancelled.body.data).toMatchObject({ state: 'cancelled', end_reason: 'wrong numbers' });
  for (const step of ['confirm', 'confirm-payment', 'cancel']) {
    const refused = await post(draft.id, step);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'raffle.order.cancelled']);
  }
  // Its number is free again, for somebody who pays.
  const next = await reserveNumbers(ops, raffle, [1], { confirm: true });
  expect((await post(next.id, 'confirm')).body.error.code).toBe('raffle.order.already_confirmed');
  await post(next.id, 'confirm-payment');
  expect((await post(next.id, 'cancel')).body.error.code).toBe('raffle.order.already_paid');
  expect((await post('01234567-89ab-7000-8000-000000000000', 'cancel')).status).toBe(404);
});

test('an expired reservation: free on read, ended by the sweep once, its payment closed', async () => {
  const { app, ops, admin, db, ctx } = await desk();
  try {
    const raffle = await openRaffle(admin, { reservation_minutes: 10 });
    const order = await reserveNumbers(ops, raffle, [1, 2], { confirm: true });
    app.clock.advance(minutes(11));
    // The sweep has not run yet, and every read shows free numbers.
    const seen = await ops.get(`/raffle/raffles/${raffle.id}/availability`);
    expect(seen.body.data).toMatchObject({ available: 1000, reserved: 0 });
    await sweepJob.run(app.ctxFor(null, 'test'), {}, undefined as never);
    await sweepJob.run(app.ctxFor(null, 'test'), {}, undefined as never);
    await drainJobs(app.boot, app.boot.services.jobs);
    const row = await db.selectFrom('raffle_order').selectAll().where('id', '=', order.id).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'expired', reserved_until: null, end_reason: 'expired' });
    const payment = await db.selectFrom('payment').select('state').executeTakeFirstOrThrow();
    expect(payment.state).toBe('expired');
    const ends = await ctx.db
      .selectFrom('audit_entry')
      .select('actor_kind')
      .where('action', '=', 'raffle.order.expired')
      .execute();
    expect(ends).toEqual([{ actor_kind: 'system' }]);
    expect((await ops.post(`/raffle/orders/${order.id}/confirm`)).body.error.code).toBe('raffle.order.expired');
  } finally {
    app.clock.reset();
  }
});

test('somebody else gets a number the moment its reservation is past its time', async () => {
  const { app, ops, admin } = await desk();
  try {
    const raffle = await openRaffle(admin, { reservation_minutes: 10 });
    const first = await reserveNumbers(ops, raffle, [1, 2, 3]);
    app.clock.advance(minutes(11));
    const second = await reserveNumbers(ops, raffle, [2]);
    expect(second.numbers).toEqual([2]);
    expect((await ops.get(`/raffle/orders/${first.id}`)).body.data.state).toBe('expired');
    const seen = await ops.get(`/raffle/raffles/${raffle.id}/availability`);
    const bits = bitmapOf(seen.body.data.reserved_bits);
    expect([0, 1, 2].map((at) => hasBit(bits, at))).toEqual([false, true, false]);
  } finally {
    app.clock.reset();
  }
});

test('late money: the same numbers when they are free, else owed, then other numbers or the money back', async () => {
  const { app, ops, admin, db, ctx } = await desk();
  try {
    const raffle = await openRaffle(admin, { reservation_minutes: 10 });
    const [free, gone, back] = await Promise.all(
      [1, 2, 3].map((n) => reserveNumbers(ops, raffle, [n], { confirm: true })),
    );
    app.clock.advance(minutes(11));
    await ops.get('/raffle/orders');
    for (const number of [2, 3]) {
      const other = await reserveNumbers(ops, raffle, [number], { confirm: true, contact_name: 'Somebody else' });
      await ops.post(`/raffle/orders/${other.id}/confirm-payment`);
    }
    for (const path of [`/raffle/orders/${free?.id}`, `/api/orders/${gone?.code}`]) {
      const refused = await ops.post(`${path}/confirm-payment`, { transaction_reference: 'UTR 1' });
      expect([refused.status, refused.body.error.code]).toEqual([409, 'raffle.order.expired']);
    }
    expect(await balance(db, 'assets:bank')).toBe(5000 * 2);
    const paid = await ops.post(`/raffle/orders/${free?.id}/confirm-payment`, { late: true });
    expect(paid.body.data).toMatchObject({ state: 'paid', numbers: [1], payment: { owed: false } });

    const late = await ops.post(`/raffle/orders/${gone?.id}/confirm-payment`, {
      transaction_reference: 'UTR 1',
      late: true,
    });
    expect(late.body.data).toMatchObject({ state: 'expired', payment: { state: 'verified', owed: true } });
    expect(await balance(db, 'liabilities:refunds_due')).toBe(-5000);
    const replace = (numbers: number[]) => ops.post(`/raffle/orders/${gone?.id}/replace-numbers`, { numbers });
    expect((await replace([3])).body.error.code).toBe('raffle.numbers.taken');
    expect((await replace([4, 5])).body.error.code).toBe('raffle.order.wrong_count');
    const replaced = await replace([4]);
    expect(replaced.body.data).toMatchObject({ state: 'paid', numbers: [4], payment: { owed: false } });
    expect(await balance(db, 'liabilities:refunds_due')).toBe(0);
    expect(await balance(db, 'income:raffle')).toBe(-5000 * 4);
    expect((await replace([6])).body.error.code).toBe('raffle.order.already_paid');

    const owed = await ops.post(`/raffle/orders/${back?.id}/confirm-payment`, { late: true });
    await admin.post(`/payments/${owed.body.data.payment.id}/refund`, { reason: 'too late' });
    expect(await balance(db, 'liabilities:refunds_due')).toBe(0);
    const holder = await db
      .selectFrom('raffle_number')
      .innerJoin('raffle_order as o', 'o.id', 'raffle_number.order_id')
      .select('o.contact_name')
      .where('number', '=', 3)
      .executeTakeFirstOrThrow();
    expect(holder.contact_name).toBe('Somebody else');
    const again = await verifyPayment(ctx, owed.body.data.payment.id);
    expect(again).toMatchObject({ ok: false, code: 'payments.already_refunded' });
  } finally {
    app.clock.reset();
  }
});

test('a proof that staff add at the evidence desk holds the numbers as the buyer’s own does', async () => {
  const { app, ops, admin, db } = await desk();
  try {
    const raffle = await openRaffle(admin, { reservation_minutes: 10 });
    const order = await reserveNumbers(ops, raffle, [1], { confirm: true });
    const prove = (of: typeof order, transaction_reference: string) =>
      ops.post(`/payments/${of.payment?.id}/proofs`, { transaction_reference });
    const state = async (of: typeof order) => (await ops.get(`/raffle/orders/${of.id}`)).body.data.state;
    expect((await prove(order, 'UTR 1')).status).toBe(200);
    app.clock.advance(minutes(11));
    expect((await ops.get(`/raffle/raffles/${raffle.id}/availability`)).body.data).toMatchObject({ reserved: 1 });
    expect(await state(order)).toBe('pending_payment');

    const [late, gone] = [
      await reserveNumbers(ops, raffle, [2], { confirm: true }),
      await reserveNumbers(ops, raffle, [3], { confirm: true }),
    ];
    app.clock.advance(minutes(11));
    await reserveNumbers(ops, raffle, [3], { contact_name: 'Somebody else' });
    expect([await state(late), await state(gone)]).toEqual(['expired', 'expired']);
    await prove(late, 'UTR 2');
    await prove(gone, 'UTR 3');
    expect([await state(late), await state(gone)]).toEqual(['pending_payment', 'expired']);
    const revived = await db
      .selectFrom('audit_entry')
      .select('subject_id')
      .where('action', '=', 'raffle.order.revived')
      .execute();
    expect(revived).toEqual([{ subject_id: late.id }]);
  } finally {
    app.clock.reset();
  }
});

async function balance(db: Awaited<ReturnType<typeof desk>>['db'], account: string): Promise<number> {
  const lines = await db.selectFrom('ledger_line').select('amount_minor').where('account', '=', account).execute();
  return lines.reduce((sum, line) => sum + line.amount_minor, 0);
}

test('a mistaken confirmation: the order is cancelled, its numbers are free, nothing is paid back', async () => {
  const { ops, admin, db } = await desk();
  const raffle = await openRaffle(admin);
  const order = await reserveNumbers(ops, raffle, [7], { confirm: true });
  const paid = await ops.post(`/raffle/orders/${order.id}/confirm-payment`);
  await admin.post(`/payments/${paid.body.data.payment.id}/refund`, { reason: 'another account', mistaken: true });
  const after = await ops.get(`/raffle/orders/${order.id}`);
  expect(after.body.data).toMatchObject({ state: 'cancelled', end_reason: 'another account' });
  expect(await balance(db, 'income:raffle')).toBe(0);
  expect(await balance(db, 'assets:bank')).toBe(0);
  expect((await reserveNumbers(ops, raffle, [7])).numbers).toEqual([7]);
});

test('cash at the ticket desk is in the drawer of who took it', async () => {
  const { app, organization, admin, ops, ctx } = await desk();
  const till = await openDrawer(admin, ops, ctx);
  const raffle = await openRaffle(admin);
  const order = await reserveNumbers(ops, raffle, [5, 12], { confirm: true });
  const paid = await ops.post(`/payments/${order.payment?.id}/mark-paid`, { method: 'cash' });
  expect(paid.body.data).toMatchObject({ state: 'verified', method: 'cash' });
  expect(await till.movements()).toEqual([['sale', 10_000, 'raffle.order']]);
  expect(await till.inDrawer()).toBe(10_000);
  await isWhole(app, organization);
});
