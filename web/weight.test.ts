import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstLoadOf } from '../tools/weight.ts';

const DIST = join(import.meta.dirname, 'dist');
const KB = 1000;

/** Of the built pages: most kB as they are sent (gzip), without the texts of one language and the fonts; most requests. */
const LIMITS = [
  { page: 'sign-in', kb: 60, requests: 12 },
  { page: 'portal', kb: 60, requests: 15 },
  // 384 kB in 10 requests; the aim is 250. React, the router and MUI alone are some 190.
  { page: 'console', kb: 400, requests: 16 },
];

test.runIf(existsSync(DIST)).each(LIMITS)(
  '$page loads at most $kb kB in $requests requests',
  ({ page, kb, requests }) => {
    const { files, bytes } = firstLoadOf(DIST, page);
    expect(files.length, files.join(' ')).toBeGreaterThan(1);
    expect(bytes / KB, files.join(' ')).toBeLessThanOrEqual(kb);
    expect(files.length, files.join(' ')).toBeLessThanOrEqual(requests);
  },
);
