import { expect, test } from 'vitest';
import { transaction } from '../../../kernel/db/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { seed } from '../seed.ts';

test('the demo has machines that sold for three weeks, one broken and one silent', async () => {
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
  const [machine] = (await admin.get('/devices?page=1')).body.data;
  expect((await admin.get(`/coffee/machines/${machine.id}/temperatures`)).body.data.length).toBeGreaterThan(40);
});
