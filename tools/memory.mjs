// Whether the pages can be built here: a machine of 1 GB would end the build without a word.
import { existsSync, readFileSync } from 'node:fs';
import { freemem } from 'node:os';

/** What Vite takes at its peak with React, MUI and their icons: 1,068 MB were measured. */
const BUILD_NEEDS_MB = 1100;

export const WHAT_TO_DO =
  `Building the pages needs ${BUILD_NEEDS_MB} MB of free memory. Take the package, in which they are built ` +
  '("npx counterfoil start", docs/install.md); or build on a larger machine and copy the folder; or add swap.';

/** Megabytes, with swap, which makes the build slow but lets it end; null where the system doesn't say. */
export function freeMemory(memory = '/proc/meminfo') {
  if (!existsSync(memory)) return null;
  const swap = Number(/^SwapFree:\s+(\d+) kB/m.exec(readFileSync(memory, 'utf8'))?.[1] ?? 0);
  // Of the container, where it has less than the machine.
  return (process.availableMemory?.() ?? freemem()) / 1024 ** 2 + swap / 1024;
}

/** A sentence; null: there is enough. */
export const tooSmallToBuild = (free) =>
  free === null || free >= BUILD_NEEDS_MB ? null : `${Math.floor(free)} MB of memory are free here. ${WHAT_TO_DO}`;
