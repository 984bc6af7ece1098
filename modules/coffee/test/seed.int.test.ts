import { expect, test } from 'vitest';
import { transaction } from '../../../kernel/db/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { watchMachines } from '../alarms/watch-machines.action.ts';
import { seed } from '../seed.ts';

test('the demo has machines that sold for three weeks, one broken, one silent and one that leaks', async () => {
  const app = await useTestApp();
  const organization = await newOrganization(app, { timeZone: 'Europe/Madrid', currency: 'EUR', country: 'ES' });
  await transaction(organization.ctx, async (tx) => {
    await seed(tx);
    return ok(null);
  });
  const admin = await organization.as('admin');
  const summary = (await admin.get('/dashboard/summary')).body.data;
  expect(summary.orders).toBeGreaterThan(2000);
  expect(summary).toMatchObject({ machines: { total: 12, online: 11, fault: 1, waiting: 0 } });
  expect(summary.low_bins).toBeGreaterThan(0);
  expect(summary.open_exceptions).toBeGreaterThan(0);
  expect(summary.top_products.map(({ name }: { name: string }) => name)).toContain('Espresso');
  expect((await admin.get('/coffee/recipes')).body.data).toHaveLength(5);
  while (await watchMachines(organization.ctx));
  const drifts = (await admin.get(`/coffee/alarms?filter=${encodeURIComponent('{"kind":"drift","state":"open"}')}`))
    .body.data;
  expect(drifts).toMatchObject([{ machine: { serial: 'CR-0004' }, position: 1 }]);
  const round = (await admin.get('/coffee/refill-round')).body.data;
  expect(round.some((row: { days_left: number | null }) => row.days_left !== null)).toBe(true);
  const [machine] = (await admin.get('/devices?page=1')).body.data;
  expect((await admin.get(`/coffee/machines/${machine.id}/temperatures`)).body.data.length).toBeGreaterThan(40);
});
