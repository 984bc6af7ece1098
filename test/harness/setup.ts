import { afterAll, afterEach, expect } from 'vitest';
import { endFile } from './end-of-file.ts';
import { usePlainDialect } from './plain-dialect.ts';
import { takeFaults, watchTenantStatements } from './statements.ts';
import type { TestApp } from './test-app.ts';

await watchTenantStatements();
if (process.env.PLAIN_DIALECT) usePlainDialect();

afterEach(() => {
  expect(takeFaults(), 'every statement on a tenant table names its organization').toEqual([]);
});

// Files share a worker and its application: a test that moved the clock must not affect the next, nor do applications of
// its own work on.
afterAll(async () => {
  await endFile();
  const { counterfoilApp } = globalThis as { counterfoilApp?: Promise<TestApp> };
  (await counterfoilApp)?.clock.reset();
  expect(takeFaults(), 'every statement on a tenant table names its organization').toEqual([]);
});
