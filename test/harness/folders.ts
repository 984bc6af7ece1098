import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** of folders that a run makes for itself; the number is the process that made it */
const NAME = /^counterfoil-(?:test|e2e|files)-(\d+)-/;

/** An empty folder of this process, in memory if possible, that the database's account may enter. */
export function newTestFolder(kind: 'test' | 'e2e' | 'files'): string {
  const base = kind !== 'files' && existsSync(MEMORY) ? MEMORY : tmpdir();
  const path = mkdtempSync(join(base, `counterfoil-${kind}-${process.pid}-`));
  // When root starts it, the database runs under another account.
  chmodSync(path, 0o711);
  return path;
}

/**
 * Removes the folders of processes that are gone: a run that was killed leaves its databases, in memory. Those of other
 * runs that go on stay, and so does one whose number another process has now.
 */
export function removeAbandonedFolders(bases = [MEMORY, tmpdir()]): void {
  for (const base of bases.filter((path) => existsSync(path))) {
    for (const name of readdirSync(base)) {
      const pid = NAME.exec(name)?.[1];
      if (pid === undefined || isAlive(Number(pid))) continue;
      // Another run may remove it at the same moment, and another account's is not ours to remove.
      try {
        rmSync(join(base, name), { recursive: true, force: true, maxRetries: 5 });
      } catch {}
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
