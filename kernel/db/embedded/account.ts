import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The system account that the database processes run as; undefined means: the one we run as ourselves. */
export type Account = { uid: number; gid: number } | undefined;

export const runningAsRoot = (): boolean => process.getuid?.() === 0;

/**
 * PostgreSQL refuses to run as root, so root lends it the account `nobody`. It has to be one that the system knows
 * by name (initdb looks it up), every Unix has this one, and creating another is not ours to do.
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
