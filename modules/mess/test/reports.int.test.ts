import { afterEach, expect, test } from 'vitest';
import type { TestHouse } from '../../../test/harness/index.ts';
import { seed } from '../seed.ts';
import { hostel, newCycle, newStudent } from './factories.ts';

let house: TestHouse | undefined;
afterEach(() => house?.clock.reset());

test('payments by state, the money of the paid, what the others owe, and the time to confirm', async () => {
  const { ops, admin, house: opened } = await hostel();
  house = opened;
  house.clock.set('2026-11-10T06:30:00Z');
  await newCycle(admin);
  const [a, b] = [await newStudent(ops), await newStudent(ops), await newStudent(ops)];
  const sent = await ops.post(`/mess/students/${a.id}/proofs`, { transaction_reference: 'UTR1' });
  house.clock.advance(30 * 60_000);
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
  const { ops, admin, house: opened } = await hostel();
  house = opened;
  house.clock.set('2026-11-10T06:30:00Z');
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

test('the demo stands in a currency without cents as well', async () => {
  const { ctx, admin } = await hostel({ country: 'RW', currency: 'RWF', timeZone: 'Africa/Kigali' });
  await seed(ctx);
  expect((await admin.get('/mess/reports/payments')).body.data.states.uploaded).toBeGreaterThan(3);
});
