import { expect, test } from 'vitest';
import { seed } from '../seed.ts';
import { hostel } from './factories.ts';

/** Noon of a day in the middle of the demo's cycle. */
const NOON = '2026-11-21T06:30:00Z';

test('the demo’s hostel has something on every page, and four weeks at its doors', async () => {
  const at = await hostel();
  const { admin, ops } = await at.moveTo(NOON);
  await seed(at.ctx);
  const list = async (path: string) => (await admin.get(path)).body.data as Record<string, unknown>[];
  const states = async (path: string, field = 'state') => new Set((await list(path)).map((row) => row[field]));
  expect(await states('/mess/students?limit=100')).toEqual(
    new Set(['pending', 'approved', 'denied', 'suspended', 'left']),
  );
  expect(await states('/mess/payments?limit=100')).toEqual(new Set(['none', 'uploaded', 'verified', 'denied']));
  expect(await states('/mess/cuts?limit=100')).toEqual(new Set(['active', 'cancelled', 'merged']));
  expect((await list('/mess/closures')).length).toBe(4);
  expect((await list('/mess/students?limit=200')).length).toBe(60);
  expect((await list('/mess/meals')).length).toBe(4);
  expect((await list('/mess/cuts')).length).toBeGreaterThan(5);
  const current = (await admin.get('/mess/cycles/current')).body.data;
  expect(current.payments.verified).toBeGreaterThan(20);
  expect(current.payments.uploaded).toBeGreaterThan(3);
  expect(await states('/mess/scanners')).toEqual(new Set(['active', 'revoked']));
  expect((await list('/mess/scanners')).map(({ name }) => name).sort()).toEqual([
    'Evening helper',
    'Gate 1',
    'Gate 2',
    'Warden’s phone',
  ]);
  expect(await states('/mess/settlements', 'decision')).toEqual(new Set([null, 'waived', 'charged']));
  const scanned = await at.db
    .selectFrom('mess_scan')
    .select((of) => [of.fn.countAll<number>().as('scans'), of.fn.max('at').as('latest')])
    .executeTakeFirstOrThrow();
  expect(Number(scanned.scans)).toBeGreaterThan(2500);
  expect(new Date(scanned.latest as unknown as string).getTime()).toBeLessThanOrEqual(Date.parse(NOON));
  const reasons = await at.db.selectFrom('mess_scan').select('reason').distinct().execute();
  expect(new Set(reasons.map(({ reason }) => reason))).toEqual(
    new Set([null, 'bad_code', 'not_paid', 'on_cut', 'already_served']),
  );
  // Each service has exactly one allowed scan.
  const services = await at.db
    .selectFrom('mess_service as v')
    .innerJoin('mess_scan as n', (on) =>
      on.onRef('n.organization_id', '=', 'v.organization_id').onRef('n.id', '=', 'v.scan_id'),
    )
    .select((of) => of.fn.countAll<number>().as('n'))
    .where('n.allowed', '=', true)
    .executeTakeFirstOrThrow();
  expect(Number(services.n)).toBeGreaterThan(2500);
  const payments = (await admin.get('/mess/reports/payments')).body.data;
  expect(payments.minutes_to_verify).toBeGreaterThan(60);
  const registrations = (await admin.get('/mess/reports/registrations')).body.data;
  expect(registrations).toMatchObject({ registered: 7, approved: 3, denied: 1, pending: 3 });
  const count = (await admin.get('/mess/reports/cook-count')).body.data;
  expect(count.error.total.days).toBeGreaterThan(80);
  // A month of data: a count that isn't better than cooking for everybody would be useless.
  expect(count.error.total.percent).toBeLessThan(15);
  const queue = (await ops.get('/payments/queue')).body.data;
  expect(queue.length).toBe(8);
});
