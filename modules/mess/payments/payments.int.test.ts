import { afterEach, expect, test } from 'vitest';
import type { TestApp } from '../../../test/harness/index.ts';
import { isWhole, openDrawer } from '../../../test/harness/till.ts';
import { hostel, newCycle, newStudent } from '../test/factories.ts';

let app: TestApp | undefined;
afterEach(() => app?.clock.reset());

async function november() {
  const all = await hostel();
  app = all.app;
  app.clock.set('2026-11-10T06:30:00Z');
  return { ...all, cycle: await newCycle(all.admin), student: await newStudent(all.ops) };
}

test('cycles: two never share a day; days and price are fixed once a student was asked to pay', async () => {
  const { admin, ops, student, cycle, db } = await november();
  expect(cycle).toMatchObject({ days: 30, price: '3600.00', price_minor: 360_000, currency: 'INR', current: true });
  const add = (over: object) =>
    admin.post('/mess/cycles', { name: 'X', starts_on: '2026-12-01', ends_on: '2026-12-31', price: '1', ...over });
  expect((await add({ starts_on: '2026-11-30' })).body.error.code).toBe('mess.cycle.overlap');
  expect((await add({ ends_on: '2026-11-30' })).body.error.code).toBe('mess.cycle.dates_reversed');
  expect((await add({ ends_on: '2028-11-30' })).body.error.code).toBe('mess.cycle.too_long');
  expect((await add({ price: '0' })).body.error.code).toBe('mess.cycle.price_malformed');
  const december = (await add({})).body.data;
  expect((await admin.patch(`/mess/cycles/${cycle.id}`, { price: '3700' })).body.data.price).toBe('3700.00');
  await ops.post(`/mess/students/${student.id}/payments`);
  expect((await admin.patch(`/mess/cycles/${cycle.id}`, { price: '3600' })).body.error.code).toBe(
    'mess.cycle.has_payments',
  );
  expect((await admin.patch(`/mess/cycles/${cycle.id}`, { name: 'Nov' })).body.data.name).toBe('Nov');
  expect((await admin.delete(`/mess/cycles/${cycle.id}`)).body.error.code).toBe('mess.cycle.has_payments');
  expect((await admin.delete(`/mess/cycles/${december.id}`)).status).toBe(200);
  const actions = await db
    .selectFrom('audit_entry')
    .select('action')
    .where('action', 'like', 'mess.cycle.%')
    .orderBy('id')
    .execute();
  expect(actions.map(({ action }) => action)).toEqual(
    ['created', 'created', 'changed', 'changed', 'deleted'].map((what) => `mess.cycle.${what}`),
  );
});

test('none → uploaded → verified at the evidence desk: the student’s cycle is paid, the ledger has it', async () => {
  const { ops, admin, student, db } = await november();
  const opened = await ops.post(`/mess/students/${student.id}/payments`);
  expect(opened.body.data).toMatchObject({ state: 'none', due_minor: 360_000, payment: { state: 'awaiting' } });
  const again = await ops.post(`/mess/students/${student.id}/payments`);
  expect(again.body.data).toEqual(opened.body.data);
  const sent = await ops.post(`/mess/students/${student.id}/proofs`, { transaction_reference: 'UTR1' });
  expect(sent.body.data).toMatchObject({ state: 'uploaded', payment: { state: 'submitted' } });
  const desk = await ops.get('/api/v1/payments/?limit=5');
  expect(desk.body.data[0]).toMatchObject({ state: 'submitted' });
  const verified = await ops.post(`/api/v1/payments/${sent.body.data.payment.id}/verify`, {});
  expect(verified.status).toBe(200);
  const shown = await admin.get(`/mess/payments/${sent.body.data.id}`);
  expect(shown.body.data).toMatchObject({ state: 'verified', grace_until: null });
  expect((await admin.get(`/mess/students/${student.id}`)).body.data.cycle_payment).toBe('verified');
  const lines = await db.selectFrom('ledger_line').select(['account', 'amount_minor']).orderBy('account').execute();
  expect(lines).toEqual([
    { account: 'assets:bank', amount_minor: 360_000 },
    { account: 'income:mess', amount_minor: -360_000 },
  ]);
  const actions = await db
    .selectFrom('audit_entry')
    .select('action')
    .where('action', 'like', 'mess.payment.%')
    .orderBy('id')
    .execute();
  expect(actions.map(({ action }) => action)).toEqual(
    ['opened', 'uploaded', 'verified'].map((what) => `mess.payment.${what}`),
  );
  expect((await ops.post(`/mess/students/${student.id}/cash`, {})).body.error.code).toBe('mess.payment.nothing_owed');
});

test('denied with a reason, sent again, confirmed from the cycle’s list; of two at once, one confirms', async () => {
  const { ops, admin, student } = await november();
  const { id } = (await ops.post(`/mess/students/${student.id}/proofs`, { transaction_reference: 'UTR1' })).body.data;
  const denied = await ops.post(`/mess/payments/${id}/deny`, { reason: 'wrong account' });
  expect(denied.body.data).toMatchObject({ state: 'denied', payment: { denial_reason: 'wrong account' } });
  await ops.post(`/mess/students/${student.id}/proofs`, { transaction_reference: 'UTR2' });
  const both = await Promise.all([ops, admin].map((who) => who.post(`/mess/payments/${id}/verify`, {})));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await admin.get('/mess/cycles/current')).body.data.payments).toEqual({ uploaded: 0, verified: 1, denied: 0 });
});

test('grace: a proof that waits lets a student eat for some days; denying ends it', async () => {
  const { ops, student, db } = await november();
  const opened = (await ops.post(`/mess/students/${student.id}/payments`)).body.data;
  expect((await ops.post(`/mess/payments/${opened.id}/grace`, {})).body.error.code).toBe('mess.payment.no_grace');
  await ops.post(`/mess/students/${student.id}/proofs`, { transaction_reference: 'UTR1' });
  const graced = await ops.post(`/mess/payments/${opened.id}/grace`, {});
  expect(graced.body.data.grace_until).toBe('2026-11-14');
  expect((await ops.post(`/mess/payments/${opened.id}/grace`, { days: 2 })).body.data.grace_until).toBe('2026-11-11');
  await ops.post(`/mess/payments/${opened.id}/deny`, { reason: 'unreadable' });
  const row = await db.selectFrom('mess_cycle_payment').select(['state', 'grace_until']).executeTakeFirst();
  expect(row).toEqual({ state: 'denied', grace_until: null });
});

test('rebates of a paid cycle are taken off the next one; a refund gives the credit back', async () => {
  const { ops, admin, student, cycle, moveTo, db } = await november();
  const paid = await ops.post(`/mess/students/${student.id}/cash`, { note: 'at the office' });
  expect(paid.body.data).toMatchObject({ state: 'verified', payment: { state: 'verified' } });
  await ops.post('/mess/cuts', { student_id: student.id, from: '2026-11-12', to: '2026-11-14' });
  await admin.post('/mess/closures', { from: '2026-11-14', to: '2026-11-15', reason: 'Festival' });
  const account = (await ops.get(`/mess/students/${student.id}/account`)).body.data;
  expect(account.rebates[0]).toMatchObject({
    credited: false,
    total: '480.00',
    lines: [
      { kind: 'cut', from: '2026-11-12', to: '2026-11-13', days: 2, amount: '240.00' },
      { kind: 'closure', from: '2026-11-14', to: '2026-11-15', days: 2, amount: '240.00' },
    ],
  });
  expect((await admin.post(`/mess/cycles/${cycle.id}/credit-rebates`)).body.error.code).toBe('mess.cycle.not_over');
  const later = await moveTo('2026-12-01T06:30:00Z');
  await newCycle(later.admin, { name: 'December', starts_on: '2026-12-01', ends_on: '2026-12-31', price: '3100' });
  const credited = await later.admin.post(`/mess/cycles/${cycle.id}/credit-rebates`);
  expect(credited.body.data).toEqual({ students: 1, total: '480.00', total_minor: 48_000 });
  expect((await later.admin.post(`/mess/cycles/${cycle.id}/credit-rebates`)).body.error.code).toBe(
    'mess.cycle.already_credited',
  );
  const next = await later.ops.post(`/mess/students/${student.id}/cash`, {});
  expect(next.body.data).toMatchObject({ price: '3100.00', credit: '480.00', due: '2620.00', state: 'verified' });
  const sums = async () => {
    const rows = await db
      .selectFrom('ledger_line')
      .select(['account', (eb) => eb.fn.sum<number>('amount_minor').as('sum')])
      .groupBy('account')
      .orderBy('account')
      .execute();
    return Object.fromEntries(rows.map(({ account, sum }) => [account, Number(sum)]));
  };
  expect(await sums()).toEqual({ 'assets:cash': 622_000, 'income:mess': -622_000, 'liabilities:mess_credit': 0 });
  const after = (await later.ops.get(`/mess/students/${student.id}/account`)).body.data;
  expect(after).toMatchObject({ credit_minor: 0, rebates: [{ credited: true, total: '480.00' }] });
  const refund = await later.admin.post(`/payments/${next.body.data.payment.id}/refund`, { reason: 'left early' });
  expect(refund.status).toBe(200);
  expect((await later.ops.get(`/mess/students/${student.id}/account`)).body.data.credit_minor).toBe(48_000);
  expect((await sums())['liabilities:mess_credit']).toBe(-48_000);
  const reopened = await later.ops.post(`/mess/students/${student.id}/payments`);
  expect(reopened.body.data).toMatchObject({ id: next.body.data.id, state: 'none', due: '2620.00' });
});

test('a payment needs a cycle of today, or a named one, and a student who is approved', async () => {
  const { student, moveTo, cycle } = await november();
  const { ops, admin } = await moveTo('2026-12-05T06:30:00Z');
  expect((await ops.post(`/mess/students/${student.id}/payments`)).body.error.code).toBe('mess.cycle.none_now');
  expect((await ops.post(`/mess/students/${student.id}/payments`, { cycle_id: cycle.id })).status).toBe(200);
  const waiting = await newStudent(admin, { approve: false });
  const refused = await ops.post(`/mess/students/${waiting.id}/payments`, { cycle_id: cycle.id });
  expect(refused.body.error.code).toBe('mess.student.not_approved');
  const filter = encodeURIComponent(JSON.stringify({ cycle_id: cycle.id, state: 'none' }));
  expect((await admin.get(`/mess/payments?filter=${filter}`)).body.data.length).toBe(1);
});

test('cash at the mess office is in the drawer of who took it, and back out of it with a refund', async () => {
  const { app, organization, ops, admin, student, db } = await november();
  const till = await openDrawer(admin, ops, { db });
  const paid = (await ops.post(`/mess/students/${student.id}/cash`, {})).body.data;
  expect(paid.state).toBe('verified');
  expect(await till.movements()).toEqual([['sale', 360_000, 'mess.cycle_payment']]);
  expect(await till.inDrawer()).toBe(360_000);
  const other = (await admin.post('/till/drawers', { name: 'Back' })).body.data;
  await admin.post('/till/sessions', { drawer_id: other.id, float: '4000' });
  const back = await admin.post(`/payments/${paid.payment.id}/refund`, { reason: 'moved out', method: 'cash' });
  expect(back.status).toBe(200);
  expect(await till.inDrawer()).toBe(360_000);
  await isWhole(app, organization);
});
