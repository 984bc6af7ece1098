import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freeMemory, tooSmallToBuild } from './memory.mjs';

test('a machine of 1 GB without swap is told what the build needs, and what to do instead', () => {
  expect(tooSmallToBuild(700)).toMatch(
    /^700 MB of memory are free here\. Building the pages needs 1100 MB.*npx counterfoil/,
  );
  expect(tooSmallToBuild(1500)).toBeNull();
  // Windows and macOS.
  expect(tooSmallToBuild(freeMemory(join(tmpdir(), 'no such file')))).toBeNull();
});

test('swap counts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-memory-'));
  try {
    const [without, with2] = ['a', 'b'].map((name) => join(folder, name)) as [string, string];
    writeFileSync(without, 'MemFree: 1 kB\nSwapFree:              0 kB\n');
    writeFileSync(with2, 'MemFree: 1 kB\nSwapFree:        2097152 kB\n');
    const more = (freeMemory(with2) ?? 0) - (freeMemory(without) ?? 0);
    expect(more).toBeGreaterThan(1024);
    expect(more).toBeLessThan(3072);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
