import { spawn } from 'node:child_process';
import { chownSync, closeSync, constants, fchownSync, openSync, renameSync, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { spawnAs } from './account.ts';
import { type Binaries, program } from './binaries.ts';
import type { Home } from './home.ts';
import { isAlive, readLockFile } from './locks.ts';

/** A started server, which may not accept connections yet. */
export interface Server {
  /** Resolves when the process has ended, with its exit code or signal. */
  exited: Promise<{ code: number | null; signal: string | null }>;
  pid(): number | undefined;
  /** Stops it: `fast` aborts open transactions and writes all data to disk, `immediate` leaves that to recovery. */
  stop(mode: 'fast' | 'immediate'): void;
}

/** The wrapper's exit code when another server holds the data (EX_TEMPFAIL of sysexits.h). */
export const DATA_IN_USE = 75;

const MAX_LOG_BYTES = 5 * 1024 * 1024;

/**
 * What the shell does before it becomes the server ("exec", so that our child *is* the server):
 * - It takes a lock that the operating system holds as long as a process of this server lives. PostgreSQL's own check
 *   uses process ids, which mean nothing between two containers that share a volume.
 * - It starts a watchdog: a tiny shell that waits at the other end of our pipe. When we die, by any signal, the pipe
 *   breaks, and the watchdog stops the server. It must not be the server's child (hence the nested parentheses),
 *   because the server would report an unknown child.
 *
 * Arguments: data folder, lock files to remove, the word --, the server's command line.
 */
const WRAPPER = `
data=$1; shift
if command -v flock >/dev/null; then exec 9<"$data/PG_VERSION"; flock -n 9 || exit ${DATA_IN_USE}; fi
while [ "$1" != -- ]; do rm -f "$1"; shift; done
shift
( (
  exec 9<&-
  read -r word <&3
  [ "$word" = stopped ] && exit
  for signal in INT INT INT QUIT QUIT QUIT QUIT QUIT; do
    read -r pid <"$data/postmaster.pid" && [ "$pid" = $$ ] && kill -s $signal $$
    sleep 0.2
  done
) >/dev/null 2>&1 & )
exec 3<&- "$@"
`;

/** Starts the server with the watchdog, in a session of its own, so that Ctrl-C reaches only us. */
export function launch(home: Home, binaries: Binaries, stale: string[]): Server {
  const log = openLog(home);
  const child = spawn(
    '/bin/sh',
    ['-c', WRAPPER, 'counterfoil', home.data, ...stale, '--', program(binaries, 'postgres'), '-D', home.data],
    {
      detached: true,
      cwd: home.dir,
      env: bareEnvironment(),
      stdio: ['ignore', log, log, 'pipe'],
      ...spawnAs(home.account),
    },
  );
  closeSync(log);
  // A command that forgets to stop the database can still end, and then the watchdog stops it.
  child.unref();
  // Not stdin: node closes it before it reports the child's end, and the watchdog would not receive "stopped".
  const pipe = child.stdio[3] as Socket;
  pipe.on('error', () => {});
  pipe.unref();
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      pipe.end('stopped\n');
      resolve({ code, signal });
    });
  });
  return {
    exited,
    pid: () => child.pid,
    stop(mode) {
      child.ref();
      child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
    },
  };
}

/**
 * The same with pg_ctl, for Windows: there are no signals and no shell, and pg_ctl removes the administrator's rights,
 * without which the server must run.
 */
export function launchWithPgCtl(home: Home, binaries: Binaries): Server {
  const options = { cwd: home.dir, env: bareEnvironment(), windowsHide: true, ...spawnAs(home.account) } as const;
  const pgCtl = (...args: string[]) =>
    spawn(program(binaries, 'pg_ctl'), [...args, '-D', home.data, '-s'], { ...options, stdio: 'ignore' });
  closeSync(openLog(home));
  if (home.account) chownSync(home.log, home.account.uid, home.account.gid); // pg_ctl opens it by itself.
  const starter = pgCtl('start', '-W', '-l', home.log);
  const account = home.account ? [String(home.account.uid), String(home.account.gid)] : [];
  const watchdog = spawn(
    process.execPath,
    [fileURLToPath(new URL('watchdog.mjs', import.meta.url)), program(binaries, 'pg_ctl'), home.data, ...account],
    // As ourselves, because the database's account may not reach node; it calls pg_ctl as that account.
    { cwd: home.dir, env: bareEnvironment(), windowsHide: true, detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  watchdog.unref();
  const pipe = watchdog.stdin as Socket;
  pipe.on('error', () => {});
  pipe.unref();

  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    const end = (code: number | null) => {
      clearInterval(timer);
      pipe.end('stopped\n');
      resolve({ code, signal: null });
    };
    starter.once('error', reject);
    // pg_ctl does not report whether the server started: without a lock file by then, it did not.
    const deadline = Date.now() + 10_000;
    let seen = 0;
    const timer = setInterval(() => {
      const lock = readLockFile(home.data);
      if (!seen && !lock && (starter.exitCode || Date.now() > deadline)) end(starter.exitCode || 1);
      if (seen && (!lock || !isAlive(seen))) end(0);
      seen = lock?.pid ?? seen;
    }, 50).unref();
  });
  return {
    exited,
    pid: () => readLockFile(home.data)?.pid,
    stop: (mode) => void pgCtl('stop', '-W', '-m', mode),
  };
}

/** The few variables that the programs need: no secrets, and no PGDATA or PGPORT. */
export const bareEnvironment = (): NodeJS.ProcessEnv => {
  const { PATH, SystemRoot, TEMP } = process.env;
  return { PATH, ...(process.platform === 'win32' ? { SystemRoot, TEMP } : { LC_ALL: 'C' }) };
};

/** Opened by us, because the server's account has no access to the folder around its data. */
function openLog(home: Home): number {
  const file = openSync(home.log, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o640);
  if (home.account) {
    // Root gives it to the owner of the folder, who may start the program next time.
    const { uid, gid } = statSync(home.dir);
    fchownSync(file, uid, gid);
  }
  return file;
}

/** Renames a large log; returns the position of the next line. */
export function rotateLog(path: string): number {
  const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0 };
  if (size <= MAX_LOG_BYTES) return size;
  renameSync(path, `${path}.1`);
  return 0;
}
