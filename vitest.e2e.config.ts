import { defineConfig } from 'vitest/config';

/** Whole processes and a real browser; apart from the other tests because these wait more than they compute. */
export default defineConfig({
  test: {
    name: 'browser',
    include: ['test/e2e/**/*.e2e.ts'],
    globalSetup: ['test/e2e/support/first-start.ts', 'test/harness/global-setup.ts'],
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    // A busy machine takes ten seconds to start what takes two; nothing here is a measurement.
    testTimeout: 300_000,
    expect: { poll: { timeout: 150_000 } },
    hookTimeout: 300_000,
  },
});
