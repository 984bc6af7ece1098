import { defineConfig, type TestUserConfig } from 'vitest/config';
import { byNode, every, screens as ofServer, once, SCREENS } from './vitest.config.ts';

/** Whole processes and a real browser; apart from the other tests because these wait more than they compute. */
export const browser = {
  ...every,
  ...byNode,
  name: 'browser',
  include: ['test/e2e/**/*.e2e.ts'],
  exclude: SCREENS,
  globalSetup: ['test/e2e/support/first-start.ts'],
} satisfies TestUserConfig;

export const screens = { ...ofServer, include: SCREENS.filter((files) => files.endsWith('.e2e.ts')) };

export default defineConfig({ test: { ...once, projects: [{ test: browser }, { test: screens }] } });
