import { defineConfig } from 'vitest/config';
import whole from './vitest.config.ts';

/** The tests that need no database: `npm run check` runs these. */
export default defineConfig({
  test: { ...whole.test, exclude: [...whole.test.exclude, '**/*.int.test.ts', 'test/e2e/**'], globalSetup: [] },
});
