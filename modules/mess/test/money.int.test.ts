/** What goes from one cycle into the next: rebates, whenever they were earned, and charges of the settlement. */
import { afterEach, expect, test } from 'vitest';
import { directPhone } from '../../../kernel/conversations/test/transcripts.ts';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { verifyLedger } from '../../../kernel/ledger/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import type { TestApp } from '../../../test/harness/index.ts';
import { sweepCyclesJob } from '../rebates/sweep-cycles.job.ts';
import { phone } from './door.ts';
import { hostel, newCycle, newStudent, setMeals } from './factories.ts';

let app: TestApp | undefined;
afterEach(() => app?.clock.reset());

async function november() {
  const all = await hostel();
  app = all.app;
  app.clock.set('2026-11-10T06:30:00Z');
  await setMeals(all.admin);
  const cycle = await newCycle(all.admin);
  await newCycle(all.admin, { name: 'December', starts_on: '2026-12-01', ends_on: '2026-12-31', price: '3100' });
  const sums = async () => {
    const rows = await all.db
      .selectFrom('ledger_line')
      .select(['account', (eb) => eb.fn.sum<number>('amount_minor').as('sum')])
      .groupBy('account')
      .execute();
    return Object.fromEntries(rows.map(({ account, sum }) => [account, Number(sum)]));
  };
  const whole = async () => {
    const { database, services } = all.app.boot;
    return (await verifyLedger(database.system, all.organization, services.ledgerChecks)).faults;
  };
  /** What the hourly sweep does, and the jobs that it asks for. */
  const sweep = async () => {
    const nobody = { ...all.app.ctxFor(null, 'test'), db: all.app.boot.database.system };
    await sweepCyclesJob.run(
      nobody,
      {},
      Object.assign(() => {}, { signal: new AbortController().signal }),
    );
    await drainJobs(all.app.boot, all.app.boot.services.jobs);
  };
  /** A student's chat: returns the replies to a message. */
  const chatOf = async (person_id: string) => {
    const phone = directPhone(all.app, all.organization, 'telegram', 'en');
    const now = all.app.clock.now();
    const where = {
      organization_id: all.organization.id,
      channel: 'telegram',
      account: '700000001',
      address: phone.address,
    };
    await all.db
      .insertInto('conversation')
      .values({ ...where, id: newId(), person_id, language: 'en', last_message_at: now, created_at: now })
      .execute();
    return async (text: string) => {
      await phone.send({ kind: 'text', text });
      return (await phone.received()).at(-1)?.text;
    };
  };
  return { ...all, cycle, sums, whole, sweep, chatOf };
}

test('when a cycle is over by the hostel’s own clock, its rebates are credited automatically, once', async () => {
  const { ops, db, moveTo, sweep, cycle, sums } = await november();
  const [asha, ravi] = [await newStudent(ops), await newStudent(ops)];
  for (const { id } of [asha, ravi]) await ops.post(`/mess/students/${id}/cash`, {});
  await ops.post('/mess/cuts', { student_id: asha.id, from: '2026-11-29', to: '2026-12-02' });
  const credited = async () =>
    (await db.selectFrom('mess_cycle').select('rebates_credited_at').where('id', '=', cycle.id).executeTakeFirst())
      ?.rebates_credited_at;
  // Half past eleven at night in Kolkata: the 30th isn't over.
  await moveTo('2026-11-30T18:00:00Z');
  await sweep();
  expect(await credited()).toBeNull();
  const later = await moveTo('2026-11-30T18:31:00Z');
  await sweep();
  await sweep();
  expect(await credited()).toEqual(expect.any(Date));
  const lines = await db.selectFrom('mess_rebate').select(['student_id', 'from_on', 'to_on', 'amount_minor']).execute();
  // December's days are not part of it.
  expect(lines).toEqual([{ student_id: asha.id, from_on: '2026-11-29', to_on: '2026-11-30', amount_minor: 24_000 }]);
  expect((await sums())['liabilities:mess_credit']).toBe(-24_000);
  const audited = await db
    .selectFrom('audit_entry')
    .select(['actor_kind', 'after'])
    .where('action', '=', 'mess.cycle.rebates_credited')
    .execute();
  expect(audited).toMatchObject([{ after: { students: 1, total_minor: 24_000 } }]);
  const next = await later.ops.post(`/mess/students/${asha.id}/payments`);
  expect(next.body.data).toMatchObject({ credit: '240.00', due: '2860.00' });
});

test('students with a rebate get one message; others, and students who never wrote, get none', async () => {
  const { ops, db, moveTo, sweep, organization, app: opened } = await november();
  const [asha, silent, ate] = [await newStudent(ops), await newStudent(ops), await newStudent(ops)];
  for (const { id } of [asha, silent, ate]) await ops.post(`/mess/students/${id}/cash`, {});
  for (const { id } of [asha, silent])
    await ops.post('/mess/cuts', { student_id: id, from: '2026-11-12', to: '2026-11-13' });
  for (const { person_id } of [asha, ate]) {
    const now = opened.clock.now();
    const conversation = { organization_id: organization.id, id: newId(), person_id, language: 'es', channel: 'web' };
    await db
      .insertInto('conversation')
      .values({ ...conversation, account: 'web', address: newId(), last_message_at: now, created_at: now })
      .execute();
  }
  await moveTo('2026-11-30T18:31:00Z');
  for (let i = 0; i < 4; i++) await sweep();
  const lines = await db.selectFrom('conversation_message').select('body').execute();
  expect(lines).toEqual([{ body: expect.stringMatching(/^November le devuelve .*240/) }]);
});

test('a student who is confirmed later gets the rebate with the confirmation; a refund takes it back', async () => {
  const { ops, moveTo, sweep, sums, whole, db } = await november();
  const asha = await newStudent(ops);
  await ops.post('/mess/cuts', { student_id: asha.id, from: '2026-11-12', to: '2026-11-14' });
  const sent = await ops.post(`/mess/students/${asha.id}/proofs`, { transaction_reference: 'UTR1' });
  const later = await moveTo('2026-12-01T06:30:00Z');
  await sweep();
  expect(await db.selectFrom('mess_rebate').select('id').execute()).toEqual([]);
  const verified = await later.ops.post(`/mess/payments/${sent.body.data.id}/verify`, {});
  expect(verified.body.data.state).toBe('verified');
  const account = async () => (await later.ops.get(`/mess/students/${asha.id}/account`)).body.data;
  expect(await account()).toMatchObject({ credit: '360.00', rebates: [{ credited: true, total: '360.00' }] });
  expect(await sums()).toMatchObject({ 'liabilities:mess_credit': -36_000, 'income:mess': -324_000 });
  const refund = () => later.admin.post(`/payments/${sent.body.data.payment.id}/refund`, { reason: 'paid twice' });
  expect((await refund()).status).toBe(200);
  expect((await account()).credit_minor).toBe(0);
  expect(await sums()).toMatchObject({ 'liabilities:mess_credit': 0, 'income:mess': 0 });
  // Paid again, the lines count again.
  const { cycle } = (await account()).payments[1];
  expect((await later.ops.post(`/mess/students/${asha.id}/cash`, { cycle_id: cycle.id })).status).toBe(200);
  expect((await account()).credit_minor).toBe(36_000);
  expect((await db.selectFrom('mess_rebate').select('id').execute()).length).toBe(1);
  expect(await whole()).toEqual([]);
});

test('a rebate taken back after its use is in the next cycle’s amount, unless its own is paid again', async () => {
  const { ops, admin, moveTo, sweep, sums, whole, chatOf } = await november();
  await newCycle(admin, { name: 'January', starts_on: '2027-01-01', ends_on: '2027-01-31', price: '3200' });
  const asha = await newStudent(ops);
  const paid = await ops.post(`/mess/students/${asha.id}/cash`, {});
  await ops.post('/mess/cuts', { student_id: asha.id, from: '2026-11-12', to: '2026-11-14' });
  const { ops: desk, admin: warden } = await moveTo('2026-12-01T06:30:00Z');
  await sweep();
  const december = await desk.post(`/mess/students/${asha.id}/cash`, {});
  expect(december.body.data).toMatchObject({ credit: '360.00', due: '2740.00', state: 'verified' });
  const refund = () =>
    warden.post(`/payments/${paid.body.data.payment.id}/refund`, { reason: 'never came', mistaken: true });
  expect((await refund()).status).toBe(200);
  const account = async (by = desk) => (await by.get(`/mess/students/${asha.id}/account`)).body.data;
  expect(await account()).toMatchObject({ credit: '-360.00', credit_minor: -36_000 });
  expect(await sums()).toMatchObject({ 'liabilities:mess_credit': 36_000 });
  const write = await chatOf(asha.person_id);
  expect(await write('rebates')).toContain('Rebates of ₹360.00 were taken back after a cycle had used them.');
  const { cycle } = (await account()).payments.find(
    (one: { cycle: { name: string } }) => one.cycle.name === 'November',
  );
  // What November would have to add, it gives back once it is paid.
  const again = await desk.post(`/mess/students/${asha.id}/payments`, { cycle_id: cycle.id });
  expect(again.body.data).toMatchObject({ credit: '0.00', due: '3600.00' });

  const january = await moveTo('2027-01-02T06:30:00Z');
  const owed = await january.ops.post(`/mess/students/${asha.id}/payments`);
  expect(owed.body.data).toMatchObject({ price: '3200.00', credit: '-360.00', due: '3560.00' });
  expect(await write('owe')).toContain('Price ₹3,200.00, plus ₹360.00 of rebates that were taken back');
  expect((await january.ops.post(`/mess/students/${asha.id}/cash`, {})).body.data.state).toBe('verified');
  expect((await account(january.ops)).credit_minor).toBe(0);
  expect(await sums()).toMatchObject({ 'liabilities:mess_credit': 0, 'income:mess': -(274_000 + 356_000) });
  // November is paid after all: the student has its rebate again.
  expect((await january.ops.post(`/mess/students/${asha.id}/cash`, { cycle_id: cycle.id })).status).toBe(200);
  expect((await account(january.ops)).credit_minor).toBe(36_000);
  expect(await sums()).toMatchObject({ 'liabilities:mess_credit': -36_000 });
  expect(await whole()).toEqual([]);
});

test('credit that a cycle would have taken is there for the next one when it is over and was never paid', async () => {
  const { ops, admin, moveTo, sweep, sums } = await november();
  await newCycle(admin, { name: 'January', starts_on: '2027-01-01', ends_on: '2027-01-31', price: '3200' });
  const asha = await newStudent(ops);
  await ops.post(`/mess/students/${asha.id}/cash`, {});
  await ops.post('/mess/cuts', { student_id: asha.id, from: '2026-11-12', to: '2026-11-14' });
  const inDecember = await moveTo('2026-12-01T06:30:00Z');
  await sweep();
  const skipped = await inDecember.ops.post(`/mess/students/${asha.id}/payments`);
  expect(skipped.body.data).toMatchObject({ credit: '360.00', due: '2740.00' });
  const { ops: desk } = await moveTo('2027-01-02T06:30:00Z');
  const january = await desk.post(`/mess/students/${asha.id}/cash`, {});
  expect(january.body.data).toMatchObject({ credit: '360.00', due: '2840.00', state: 'verified' });
  expect(await sums()).toMatchObject({ 'liabilities:mess_credit': 0 });
  // December is paid after all, with less credit, because January has used it meanwhile: the next cycle adds it.
  const { cycle } = skipped.body.data;
  expect((await desk.post(`/mess/students/${asha.id}/cash`, { cycle_id: cycle.id })).body.data.due).toBe('2740.00');
  expect((await desk.get(`/mess/students/${asha.id}/account`)).body.data.credit_minor).toBe(-36_000);
});

test('of a confirmation and the crediting at the same moment, the student gets the rebate once', async () => {
  const { ops, moveTo, db, cycle } = await november();
  const students = await Promise.all([1, 2, 3, 4].map(() => newStudent(ops)));
  const sent: string[] = [];
  for (const [i, { id }] of students.entries()) {
    await ops.post('/mess/cuts', { student_id: id, from: '2026-11-12', to: '2026-11-12' });
    const proof = await ops.post(`/mess/students/${id}/proofs`, { transaction_reference: `UTR${i}` });
    sent.push(proof.body.data.id);
  }
  const later = await moveTo('2026-12-01T06:30:00Z');
  const all = await Promise.all([
    later.admin.post(`/mess/cycles/${cycle.id}/credit-rebates`),
    ...sent.map((id) => later.ops.post(`/mess/payments/${id}/verify`, {})),
  ]);
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const lines = await db.selectFrom('mess_rebate').select('student_id').orderBy('student_id').execute();
  expect(lines.map(({ student_id }) => student_id)).toEqual(students.map(({ id }) => id).sort());
});

test('a closed meal gives back its part of the day, unless the day gives back all of it', async () => {
  const { ops, admin, moveTo, sweep, db } = await november();
  const asha = await newStudent(ops);
  await ops.post(`/mess/students/${asha.id}/cash`, {});
  await ops.post('/mess/cuts', { student_id: asha.id, from: '2026-11-13', to: '2026-11-13' });
  await admin.post('/mess/closures', { from: '2026-11-12', to: '2026-11-14', meal: 'lunch', reason: 'No gas' });
  const lines = [
    { kind: 'meal', meal: 'Lunch', from: '2026-11-12', to: '2026-11-12', days: 1, day: '60.00', amount: '60.00' },
    { kind: 'cut', meal: null, from: '2026-11-13', to: '2026-11-13', amount: '120.00' },
    { kind: 'meal', meal: 'Lunch', from: '2026-11-14', to: '2026-11-14', amount: '60.00' },
  ];
  const account = await ops.get(`/mess/students/${asha.id}/account`);
  expect(account.body.data.rebates).toMatchObject([{ credited: false, total: '240.00', lines }]);
  const later = await moveTo('2026-12-01T06:30:00Z');
  await sweep();
  const after = await later.ops.get(`/mess/students/${asha.id}/account`);
  expect(after.body.data).toMatchObject({ credit: '240.00', rebates: [{ credited: true, total: '240.00', lines }] });
  expect(
    (await db.selectFrom('mess_rebate').select('kind').orderBy('from_on').execute()).map(({ kind }) => kind),
  ).toEqual(['meal', 'cut', 'meal']);
});

test('what the settlement charged is in the next cycle’s amount, once, and collected when that is paid', async () => {
  const { ops, admin, moveTo, sums, whole, app: opened, organization, ctx, db } = await november();
  const asha = await newStudent(ops);
  await ops.post(`/mess/students/${asha.id}/cash`, {});
  const at = { app: opened, organization, admin, ctx, db, signIn: organization.as };
  opened.clock.set('2026-11-10T07:00:00Z');
  const [one, two] = [await phone(at, 'supervisor', 'Gate 1'), await phone(at, 'steward', 'Gate 2')];
  await one.sync([one.queue({ qr: asha.qr as string })]);
  await two.sync([two.queue({ qr: asha.qr as string })]);
  const [line] = (await admin.get('/mess/settlements')).body.data;
  const charged = await admin.post(`/mess/settlements/${line.scan_id}`, { decision: 'charged', amount: '80' });
  expect(charged.status).toBe(200);
  expect((await ops.get(`/mess/students/${asha.id}/account`)).body.data).toMatchObject({ charges: '80.00' });
  expect(await sums()).toMatchObject({ 'assets:mess_charges': 8_000, 'income:mess': -368_000 });
  const later = await moveTo('2026-12-02T06:30:00Z');
  const next = await later.ops.post(`/mess/students/${asha.id}/payments`);
  expect(next.body.data).toMatchObject({
    price: '3100.00',
    charges: '80.00',
    due: '3180.00',
    payment: { amount: '3180.00' },
  });
  expect((await later.ops.get(`/mess/students/${asha.id}/account`)).body.data.charges_minor).toBe(0);
  const paid = await later.ops.post(`/mess/students/${asha.id}/cash`, {});
  expect(paid.body.data).toMatchObject({ state: 'verified', due: '3180.00' });
  expect(await sums()).toMatchObject({ 'assets:cash': 678_000, 'assets:mess_charges': 0, 'income:mess': -678_000 });
  const refund = await later.admin.post(`/payments/${paid.body.data.payment.id}/refund`, { reason: 'left' });
  expect(refund.status).toBe(200);
  expect(await sums()).toMatchObject({ 'assets:mess_charges': 8_000, 'income:mess': -368_000 });
  expect((await later.ops.get(`/mess/students/${asha.id}/account`)).body.data.charges_minor).toBe(8_000);
  expect((await later.admin.get('/mess/reports/payments')).body.data.due_minor).toBe(310_000);
  expect(await whole()).toEqual([]);
});
