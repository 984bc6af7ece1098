import { defineConfig } from 'vitest/config';
import { screens, server } from './vitest.config.ts';

const exclude = [...server.exclude, '**/*.int.test.ts'];

/** The tests that need no database: `npm run check` runs these. */
export default defineConfig({
  test: {
    projects: [server, screens].map((test) => ({
      test: { ...test, ...(test === server && { exclude }) },
    })),
  },
});
