import { defineConfig, type TestUserConfig } from 'vitest/config';

/** What stands in tsx files or behind import.meta.glob: only Vite can make it. */
export const SCREENS = ['web/portal/*.test.ts', 'test/e2e/accessibility.e2e.ts'];

const LEFT_OUT = ['**/node_modules/**', 'tools/sample-module/**', 'test/e2e/long/scratch-module/**'];

/**
 * Node runs the files as they are, as it runs the program: with Vite's copies every import and every call of an imported
 * function costs more.
 */
export const byNode = { experimental: { viteModuleRunner: false, nodeLoader: false } } satisfies TestUserConfig;

/** Once for a whole run, whichever projects it has; `byNode` here would count for all of them. */
export const once = { globalSetup: ['test/harness/global-setup.ts'] } satisfies TestUserConfig;

export const every = {
  // Every test makes its own organization, so files share a worker: the imports are most of a file's time.
  isolate: false,
  pool: 'forks',
  maxWorkers: 2,
  // Nothing here is a measurement: a busy machine takes longer, and what hangs hangs for good.
  testTimeout: 300_000,
  expect: { poll: { timeout: 150_000 } },
  hookTimeout: 300_000,
} satisfies TestUserConfig;

export const server = {
  ...every,
  ...byNode,
  name: 'server',
  include: ['kernel', 'modules', 'server', 'web', 'tools', 'test'].map((folder) => `${folder}/**/*.test.ts`),
  exclude: [...LEFT_OUT, ...SCREENS],
  setupFiles: ['test/harness/setup.ts'],
} satisfies TestUserConfig;

export const screens = {
  ...every,
  name: 'screens',
  include: SCREENS.filter((files) => files.endsWith('.test.ts')),
} satisfies TestUserConfig;

export default defineConfig({ test: { ...once, projects: [{ test: server }, { test: screens }] } });
