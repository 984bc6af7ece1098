import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Home, socketPath } from './home.ts';

/** The lock file of a running server in its data folder. */
export interface LockFile {
  pid: number;
  port: number;
  /** true when it listens on a unix socket */
  socket: boolean;
  ready: boolean;
}

/**
 * Reads postmaster.pid, whose lines are: process, data folder, start time, port, socket folder, listen address,
 * shared memory, status. Source: src/include/utils/pidfile.h
 */
export function readLockFile(data: string): LockFile | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number.parseInt(lines[0] ?? '', 10);
  return pid > 0
    ? { pid, port: Number(lines[3]), socket: lines[4] !== '', ready: lines[7]?.trim() === 'ready' }
    : undefined;
}

/** The server that runs on this data, if any. */
export function runningServer(home: Home): LockFile | undefined {
  const lock = readLockFile(home.data);
  return lock && ownerOf(lock.pid, home) === 'ours' ? lock : undefined;
}

/**
 * The lock files of a killed server whose process id another program has now: PostgreSQL would take that program for a
 * server and refuse to start. When no process has the id, PostgreSQL handles it better itself, because it also looks
 * for surviving child processes.
 */
export function staleLockFiles(home: Home): string[] {
  return [join(home.data, 'postmaster.pid'), `${socketPath(home)}.lock`].filter((file) => {
    try {
      const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
      return pid > 0 && ownerOf(pid, home) === 'foreign';
    } catch {
      return false;
    }
  });
}

/** Whether a process is this database's server, another program, or gone. */
function ownerOf(pid: number, home: Home): 'ours' | 'foreign' | 'gone' {
  const command = commandOf(pid);
  if (!command) return 'gone';
  const [program = '', ...args] = command;
  // A backend renames itself to "postgres: user database …": never the holder of a lock file.
  if (!/^postgres(\.exe)?$/.test(basename(program))) return 'foreign';
  if (process.platform === 'win32') return 'ours'; // Only the program's name is known there.
  const folder = args[args.indexOf('-D') + 1];
  if (folder === home.data) return 'ours';
  // It has another data folder, but ours may have been moved while the server ran: check that folder's lock file.
  if (!args.includes('-D') || processOwner(pid) !== (home.account?.uid ?? process.getuid?.())) return 'foreign';
  return folder && readLockFile(folder)?.pid === pid ? 'foreign' : 'ours';
}

/**
 * The command line of a process, or undefined when there is none. Its working directory is not used: without
 * CAP_SYS_PTRACE, as in most containers, even root cannot read it.
 */
function commandOf(pid: number): string[] | undefined {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    if (process.platform === 'win32') {
      const row = execFileSync('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], { encoding: 'utf8' });
      return row.startsWith('"') ? [row.split('"')[1] ?? ''] : undefined;
    }
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
      .trim()
      .split(' ');
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function processOwner(pid: number): number | undefined {
  if (process.platform === 'linux') return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
  return Number(execFileSync('ps', ['-p', String(pid), '-o', 'uid='], { encoding: 'utf8' }));
}
