import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from './harness/index.ts';
import { populate } from './harness/populated.ts';
import { runRecurring } from './harness/recurring.ts';

const DAY = 86_400_000;

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp({});
});
afterAll(() => app.close());

test('every recurring job ends, also on data from before the clock was put back', async () => {
  app.clock.advance(2 * DAY);
  await populate(app);
  app.clock.reset();
  expect(await runRecurring(app)).toEqual([]);
  app.clock.advance(40 * DAY);
  expect(await runRecurring(app)).toEqual([]);
  app.clock.reset();
  expect(await runRecurring(app)).toEqual([]);
}, 120_000);
