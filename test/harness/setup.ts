import { afterAll, afterEach, expect } from 'vitest';
import { usePlainDialect } from './plain-dialect.ts';
import { takeFaults, watchTenantStatements } from './statements.ts';
import type { TestHouse } from './test-house.ts';

await watchTenantStatements();
if (process.env.PLAIN_DIALECT) usePlainDialect();

afterEach(() => {
  expect(takeFaults(), 'every statement on a tenant table names its organization').toEqual([]);
});

// Files share a worker and its house: whoever moved the clock leaves it right for the next.
afterAll(async () => {
  const { counterfoilHouse } = globalThis as { counterfoilHouse?: Promise<TestHouse> };
  (await counterfoilHouse)?.clock.reset();
  expect(takeFaults(), 'every statement on a tenant table names its organization').toEqual([]);
});
