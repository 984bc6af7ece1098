import { expect, test } from 'vitest';
import { isWhole, openDrawer } from '../../../test/harness/till.ts';
import { newMeter, newTariff, newVouchers, supplier } from './factories.ts';

test('cash of the desk, of vouchers and of agents is in the drawer of who took it', async () => {
  const { app, organization, owner, admin, ops, ctx } = await supplier();
  await newTariff(admin);
  const till = await openDrawer(admin, ops, ctx);
  const meter = await newMeter(ops);
  const sold = await ops.post(`/electricity/meters/${meter.id}/purchases`, { amount: '1780', cash: true });
  expect(sold.status).toBe(201);
  const batch = await newVouchers(admin, { count: 5, amount: '1000' });
  const at = `/electricity/voucher-batches/${batch.id}`;
  const sell = (range: object) => ops.post(`${at}/sales`, range);
  expect((await sell({ from: 1, to: 2 })).body.data.amount).toBe('2000');
  const agent = (await admin.post('/electricity/agents', { name: 'Corner shop', limit: '5000' })).body.data;
  await sell({ from: 3, to: 4, agent_id: agent.id });
  const hand = (amount: string) => ops.post(`/electricity/agents/${agent.id}/payments`, { amount });
  expect((await hand('500')).body.data.owed).toBe('1500');
  expect((await ops.post(`/electricity/agents/${agent.id}/closes`, { handed: '700' })).status).toBe(201);
  expect(await till.movements()).toEqual([
    ['sale', 1780, 'electricity.purchase'],
    ['sale', 2000, 'electricity.voucher_batch'],
    ['sale', 500, 'electricity.agent'],
    ['sale', 700, 'electricity.agent'],
  ]);
  expect(await till.inDrawer()).toBe(4980);
  // The money goes back out of the till of who cancels; this one has none, and an owner wants one.
  await owner.patch('/settings/till', { required: true });
  const cancel = () => admin.post(`${at}/cancel`, { from: 1, to: 1, reason: 'torn' });
  expect((await cancel()).body.error.code).toBe('till.not_open');
  const other = (await admin.post('/till/drawers', { name: 'Back' })).body.data;
  await admin.post('/till/sessions', { drawer_id: other.id, float: '1000' });
  expect((await cancel()).status).toBe(200);
  const closed = await ops.post(`/till/sessions/${till.session.id}/close`, { other: '4980' });
  expect(closed.body.data.difference).toBe('0');
  expect((await hand('100')).body.error.code).toBe('till.not_open');
  await isWhole(app, organization);
});
