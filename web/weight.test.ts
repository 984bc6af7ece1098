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
  // With the page Start. It was 384 kB; React, the router and MUI are some 190 of it.
  { page: 'console', kb: 250, requests: 8 },
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
