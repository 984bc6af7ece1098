import { expect, test } from 'vitest';
import { seed } from '../seed.ts';
import { desk, PAY_TO } from './factories.ts';

test('the demo has a raffle with numbers sold, reserved, and proofs that wait for the evidence desk', async () => {
  const { ops, ctx, organization } = await desk();
  await (await organization.as('owner')).patch('/settings/payments', { pay_to: PAY_TO });
  await seed(ctx);
  const [raffle] = (await ops.get('/raffle/raffles')).body.data;
  expect(raffle.counts.sold).toBeGreaterThan(90);
  expect(raffle.counts.reserved).toBeGreaterThan(10);
  const queue = (await ops.get('/payments/queue')).body.data;
  expect(queue.length).toBe(5);
  const sales = (await ops.get(`/raffle/raffles/${raffle.id}/sales`)).body.data;
  expect(sales.by_day.filter((day: { orders: number }) => day.orders > 0).length).toBeGreaterThan(8);
});
