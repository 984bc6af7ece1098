import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'server',
    include: ['kernel', 'modules', 'server', 'web', 'tools', 'test'].map((folder) => `${folder}/**/*.test.ts`),
    exclude: ['**/node_modules/**', 'tools/sample-module/**', 'test/e2e/long/scratch-module/**'],
    globalSetup: ['test/harness/global-setup.ts'],
    setupFiles: ['test/harness/setup.ts'],
    // Every test makes its own organization, so files share a worker: the imports are most of a file's time.
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    // Nothing here is a measurement: a busy machine takes longer, and what hangs hangs for good.
    testTimeout: 300_000,
    expect: { poll: { timeout: 150_000 } },
    hookTimeout: 300_000,
  },
});
