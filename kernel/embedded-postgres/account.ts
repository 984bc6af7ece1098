import { chownSync, mkdtempSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The system account that the database processes run as; undefined means: the one we run as ourselves. */
export type Account = { uid: number; gid: number } | undefined;

export const runningAsRoot = (): boolean => process.getuid?.() === 0;

/**
 * PostgreSQL's tools refuse to run as root and look their account's name up, which every Unix has for this one: for the
 * moment in which the files are made.
 */
export function nobody(): { uid: number; gid: number } {
  let line: string | undefined;
  try {
    line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith('nobody:'));
  } catch {
    // No such file: the number is the same nearly everywhere.
  }
  const [, , uid = '65534', gid = '65534'] = line?.split(':') ?? [];
  // macOS writes -2; chown wants the unsigned form of it.
  return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
}

/**
 * The account that root gives the database: a number that nothing else runs under, for `nobody` lends itself to other
 * services too, which could then read and write the database's files. It needs no name, so none is made. From the
 * numbers that systemd leaves unused.
 */
export function databaseAccount(): { uid: number; gid: number } {
  let taken = '';
  for (const file of ['/etc/passwd', '/etc/group']) {
    try {
      taken += readFileSync(file, 'utf8');
    } catch {
      // No such file: nothing is taken there.
    }
  }
  const ids = new Set((taken.match(/(?<=:)\d+(?=:)/g) ?? []).map(Number));
  let id = 60_954;
  while (ids.has(id)) id++;
  return isLendable(id) ? { uid: id, gid: id } : nobody();
}

/** A container may know a part of the numbers only. */
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

/** The account in the form that `child_process.spawn` takes (signed 32-bit numbers). */
export const spawnAs = (account: Account): { uid?: number; gid?: number } =>
  account ? { uid: account.uid | 0, gid: account.gid | 0 } : {};

/**
 * The first directory, from the root down to `path` itself, that `account` can't enter, or undefined when it can
 * reach `path`. Judges by the mode bits alone: what access lists add or take away shows when the server starts.
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
