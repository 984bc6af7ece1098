import { afterEach, expect, test } from 'vitest';
import { type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { seed } from '../seed.ts';
import { hostel as door, pupil, scan, scannerAt } from '../test/door.ts';
import { hostel, newCycle, newStudent } from '../test/factories.ts';

let app: TestApp | undefined;
afterEach(() => app?.clock.reset());

test('payments by state, the money of the paid, what the others owe, and the time to confirm', async () => {
  const { ops, admin, app: opened } = await hostel();
  app = opened;
  app.clock.set('2026-11-10T06:30:00Z');
  await newCycle(admin);
  const [a, b] = [await newStudent(ops), await newStudent(ops), await newStudent(ops)];
  const sent = await ops.post(`/mess/students/${a.id}/proofs`, { transaction_reference: 'UTR1' });
  app.clock.advance(30 * 60_000);
  await ops.post(`/mess/payments/${sent.body.data.id}/verify`, {});
  await ops.post(`/mess/students/${b.id}/proofs`, { transaction_reference: 'UTR2' });
  const report = await admin.get('/api/v1/admin/reports/payments');
  expect(report.body.data).toMatchObject({
    cycle: { name: 'November' },
    states: { none: 1, uploaded: 1, verified: 1, denied: 0 },
    verified: '3600.00',
    due: '7200.00',
    minutes_to_verify: 30,
  });
});

test('cuts by day, closed days marked', async () => {
  const { ops, admin, app: opened } = await hostel();
  app = opened;
  app.clock.set('2026-11-10T06:30:00Z');
  const [a, b] = [await newStudent(ops), await newStudent(ops)];
  await ops.post('/mess/cuts', { student_id: a.id, from: '2026-11-11', to: '2026-11-12' });
  await ops.post('/mess/cuts', { student_id: b.id, from: '2026-11-12', to: '2026-11-13' });
  await admin.post('/mess/closures', { from: '2026-11-13', reason: 'Festival' });
  const report = await ops.get('/api/v1/admin/reports/mess-cuts?from=2026-11-11&to=2026-11-13');
  expect(report.body.data).toEqual([
    { day: '2026-11-11', cut: 1, closed: false },
    { day: '2026-11-12', cut: 2, closed: false },
    { day: '2026-11-13', cut: 1, closed: true },
  ]);
  expect((await ops.get('/mess/reports/mess-cuts')).body.data.length).toBe(14);
  expect((await ops.get('/mess/reports/mess-cuts?from=2026-11-11&to=2026-11-10')).status).toBe(400);
});

/**
 * A hostel at lunch on the 10th with two who paid, one of them on a cut, one who didn't pay, and a token to scan with.
 */
async function atLunch() {
  const at = await door(await useTestApp());
  app = at.app;
  app.clock.set('2026-11-10T07:00:00Z');
  const [eats, away, unpaid] = [await pupil(at), await pupil(at), await pupil(at, { pay: false })];
  // Created the day before, because today can't be cut.
  app.clock.set('2026-11-09T07:00:00Z');
  await at.admin.post('/mess/cuts', { student_id: away.id, from: '2026-11-10', to: '2026-11-10' });
  app.clock.set('2026-11-10T07:00:00Z');
  return { at, eats, away, unpaid, gate: await scannerAt(at) };
}

test('the board: who may eat today, served against expected, what waits, and the lists behind', async () => {
  const { at, eats, away, unpaid, gate } = await atLunch();
  await pupil(at, { approve: false, pay: false });
  await at.admin.post(`/mess/students/${unpaid.id}/proofs`, { transaction_reference: 'UTR901' });
  await scan(gate, eats.qr);
  for (const { qr } of [eats, away, unpaid]) await scan(gate, qr);
  const board = (await at.admin.get('/mess/reports/board')).body.data;
  expect(board).toMatchObject({
    day: '2026-11-10',
    people: { approved: 3, eating: 1, away: 1, unpaid: 1, proof_waits: 1 },
    meals: [
      { meal: { code: 'lunch' }, state: 'on', expected: 1, served: 1, refused: 3, forecast: null },
      { meal: { code: 'dinner' }, state: 'ahead', expected: 1, served: 0, refused: 0 },
    ],
    waiting: { registrations: 1, proofs: 1, settlements: 0 },
  });
});

test('the board after midnight is the day before’s, until its dinner is over; a closed meal expects nobody', async () => {
  const { at, eats, gate } = await atLunch();
  await at.admin.post('/mess/closures', { from: '2026-11-10', meal: 'lunch', reason: 'No gas' });
  app?.clock.set('2026-11-10T18:45:00Z');
  await scan(gate, eats.qr);
  const board = async () => (await at.admin.get('/mess/reports/board')).body.data;
  expect(await board()).toMatchObject({
    day: '2026-11-10',
    meals: [
      { state: 'closed', expected: 0 },
      { state: 'on', served: 1 },
    ],
  });
  app?.clock.set('2026-11-10T19:05:00Z');
  expect(await board()).toMatchObject({
    day: '2026-11-11',
    meals: [{ state: 'ahead' }, { state: 'ahead', served: 0 }],
  });
});

test('scans by day with the reasons, and how well each meal is used, at the documented address and as CSV', async () => {
  const { at, eats, away, unpaid, gate } = await atLunch();
  for (const { qr } of [eats, eats, away, unpaid, unpaid]) await scan(gate, qr);
  const report = (await at.admin.get('/api/v1/admin/reports/scans?from=2026-11-09&to=2026-11-10')).body.data;
  expect(report).toEqual({
    from: '2026-11-09',
    to: '2026-11-10',
    by_hand: 0,
    served: 1,
    refused: 4,
    refused_percent: 80,
    reasons: [
      { reason: 'not_paid', count: 2 },
      expect.objectContaining({ count: 1 }),
      expect.objectContaining({ count: 1 }),
    ],
    days: [
      { day: '2026-11-09', served: 0, refused: 0 },
      { day: '2026-11-10', served: 1, refused: 4 },
    ],
  });
  const meals = (await at.admin.get('/mess/reports/meals?from=2026-11-09&to=2026-11-10')).body.data;
  expect(meals.meals).toMatchObject([
    { meal: { code: 'lunch' }, entitled: 1, served: 1, percent: 100 },
    { meal: { code: 'dinner' }, entitled: 0, served: 0, percent: null },
  ]);
  expect((await at.admin.get('/mess/reports/scans?from=2026-11-10&to=2026-11-09')).body.error.code).toBe(
    'mess.report.dates_reversed',
  );
  const csv = await at.admin.get('/api/v1/admin/reports/scans.csv?filter={"allowed":false}&bom=false');
  expect(String(csv.body).trim().split('\n')).toHaveLength(5);
  expect(String(csv.body)).toContain(unpaid.roll_number);
  const cuts = await at.admin.get('/api/v1/admin/reports/mess-cuts.csv');
  expect(String(cuts.body)).toContain(away.roll_number);
  const payments = await at.admin.get('/api/v1/admin/reports/payments.csv?filter={"state":"verified"}&bom=false');
  expect(String(payments.body).trim().split('\n')).toHaveLength(3);
  const found = await at.admin.get(`/mess/cuts/export.csv?bom=false&search=${eats.roll_number}`);
  expect(String(found.body).trim().split('\n')).toHaveLength(1);
  const students = await at.admin.get('/exports/mess.students.csv?bom=false&filter={"cycle_payment":"none"}');
  expect(String(students.body).trim().split(/\r?\n/)).toEqual([
    'Roll number,Name,Room,Phone,E-mail,State,This cycle,Decided by,Registered',
    expect.stringContaining(unpaid.roll_number),
  ]);
  const viewer = await at.signIn('viewer');
  expect((await viewer.get('/mess/reports/scans')).status).toBe(200);
  expect((await viewer.get('/mess/scans/export.csv')).status).toBe(403);
});

test('of those who registered: how many were approved, and how long they waited', async () => {
  const { ops, app: opened } = await hostel();
  app = opened;
  app.clock.set('2026-11-10T06:30:00Z');
  const [a, b] = [
    await newStudent(ops, { approve: false }),
    await newStudent(ops, { approve: false }),
    await newStudent(ops, { approve: false }),
    await newStudent(ops),
  ];
  app.clock.advance(20 * 60_000);
  await ops.post(`/mess/students/${a.id}/approve`, {});
  await ops.post(`/mess/students/${b.id}/deny`, { reason: 'Not of this hostel' });
  expect((await ops.get('/mess/reports/registrations')).body.data).toMatchObject({
    registered: 4,
    approved: 2,
    denied: 1,
    pending: 1,
    approved_percent: 66.7,
    minutes_to_decide: 20,
  });
  const before = '/mess/reports/registrations?from=2026-11-01&to=2026-11-09';
  expect((await ops.get(before)).body.data).toMatchObject({ registered: 0, approved_percent: null });
});

test('the demo stands in a currency without cents as well', async () => {
  const { ctx, admin } = await hostel({ country: 'RW', currency: 'RWF', timeZone: 'Africa/Kigali' });
  await seed(ctx);
  expect((await admin.get('/mess/reports/payments')).body.data.states.uploaded).toBeGreaterThan(3);
});
