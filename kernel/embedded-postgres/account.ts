import { chownSync, mkdtempSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The system account of the database processes; undefined for our own. */
export type Account = { uid: number; gid: number } | undefined;

export const runningAsRoot = (): boolean => process.getuid?.() === 0;

/**
 * The account `nobody`, which every Unix has. PostgreSQL's tools refuse to run as root and look their account's name
 * up, so they run as `nobody` while the files are made.
 */
export function nobody(): { uid: number; gid: number } {
  let line: string | undefined;
  try {
    line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith('nobody:'));
  } catch {
    // No such file: the number is the same on nearly every system.
  }
  const [, , uid = '65534', gid = '65534'] = line?.split(':') ?? [];
  // macOS writes -2; chown needs the unsigned form.
  return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
}

/**
 * The account that root gives the database: a number that nothing else uses. Other services also run as `nobody` and
 * could read and write the database's files. The number needs no name, so none is made. It is from a range that systemd
 * leaves unused.
 */
export function databaseAccount(): { uid: number; gid: number } {
  let taken = '';
  for (const file of ['/etc/passwd', '/etc/group']) {
    try {
      taken += readFileSync(file, 'utf8');
    } catch {
      // No such file: nothing is used there.
    }
  }
  const ids = new Set((taken.match(/(?<=:)\d+(?=:)/g) ?? []).map(Number));
  let id = 60_954;
  while (ids.has(id)) id++;
  return isLendable(id) ? { uid: id, gid: id } : nobody();
}

/** A container may only map a part of the numbers. */
function isLendable(id: number): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'counterfoil-account-'));
  try {
    chownSync(probe, id, id);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(probe);
  }
}

/** The account for `child_process.spawn` (signed 32-bit numbers). */
export const spawnAs = (account: Account): { uid?: number; gid?: number } =>
  account ? { uid: account.uid | 0, gid: account.gid | 0 } : {};

/**
 * The first directory, from the root down to `path` itself, that `account` cannot enter, or undefined when it can reach
 * `path`. It checks the mode bits only; the start of the server shows the effect of access lists.
 */
export function closedOnTheWayTo(path: string, account: Account): string | undefined {
  if (!account) return undefined;
  const steps = [path];
  for (let step = path; dirname(step) !== step; step = dirname(step)) steps.unshift(dirname(step));
  return steps.find((step) => {
    const { uid, gid, mode } = statSync(step);
    const execute = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    return (mode & execute) === 0;
  });
}
