import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'server',
    include: ['kernel', 'modules', 'server', 'tools', 'test'].map((folder) => `${folder}/**/*.test.ts`),
    exclude: ['**/node_modules/**', 'tools/sample-module/**', 'test/e2e/scratch-module/**'],
    globalSetup: ['test/harness/global-setup.ts'],
    setupFiles: ['test/harness/setup.ts'],
    // Every test makes its own organization, so files share a worker: the imports are most of a file's time.
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    // Nothing here is a measurement: a busy machine takes longer, and what hangs hangs for good.
    testTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 180_000,
  },
});
