import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { givePassword, writeAccess } from './cluster.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { type Home, type Transport, takeFromNobody } from './home.ts';
import { DATA_IN_USE, launch, launchWithPgCtl, rotateLog, type Server } from './launch.ts';
import { readLockFile, runningServer, staleLockFiles } from './locks.ts';
import { defaultSettings, renderSettings } from './settings.ts';

/**
 * Milliseconds that a server may outlive a killed parent before we report its data as in use: the watchdog takes one
 * second.
 */
const GRACE = 2500;

/**
 * PostgreSQL's recovery stops at a file that is there already, when it was killed in a transaction that had made or
 * emptied an unlogged table: the record that the transaction failed was not on the disk yet, and an empty file of that
 * table was (src/backend/storage/file/reinit.c). Its next start removes the file first.
 */
const LEFT_BY_RECOVERY = /FATAL: +could not create file "[^"]*": File exists/;
/** The second start has always been enough. */
const RECOVERIES = 3;

/** Starts the server on existing data and waits until it accepts connections. */
export async function startServer(
  home: Home,
  binaries: Binaries,
  transport: Transport,
  settings: Record<string, string>,
  info: (text: string) => void,
): Promise<Server> {
  let patience = Date.now() + GRACE;
  let recoveries = 1;
  for (;;) {
    const other = runningServer(home);
    if (!other) {
      const listen: Record<string, string> =
        transport === 'socket'
          ? { listen_addresses: '', unix_socket_directories: home.run, unix_socket_permissions: '0700' }
          : { listen_addresses: '127.0.0.1', port: String(await freePort()), unix_socket_directories: '' };
      writeSettings(home, { ...defaultSettings(), ...settings, ...listen });
      await givePassword(home, binaries);
      writeAccess(home);
      await takeFromNobody(home);
      const stale = staleLockFiles(home);
      for (const file of stale) info(`${file} was left by a server that is gone; removing it.`);
      const logStart = rotateLog(home.log);
      if (transport === 'tcp') await Promise.all(stale.map((file) => rm(file)));
      const server = transport === 'tcp' ? launchWithPgCtl(home, binaries) : launch(home, binaries, stale);
      const ended = await untilReady(server, home, info);
      if (!ended) return server;
      const output = readFileSync(home.log).subarray(logStart).toString();
      if (LEFT_BY_RECOVERY.test(output) && recoveries++ < RECOVERIES) {
        info('The recovery left a file of its own in the way; once more.');
        patience = Date.now() + GRACE;
        continue;
      }
      if (ended.code !== DATA_IN_USE && !/lock file "[^"]*" already exists|pre-existing shared memory/.test(output)) {
        const lastLines = output.trim().split('\n').slice(-8).join('\n');
        throw new EmbeddedPostgresError(
          'start_failed',
          `PostgreSQL did not start. It said:\n${lastLines}\nMore in ${home.log}.`,
        );
      }
    }
    // The watchdog is still stopping the server of a process that was just killed.
    if (Date.now() > patience) {
      const process = runningServer(home)?.pid;
      throw new EmbeddedPostgresError(
        'already_running',
        `The database in ${home.dir} is in use by another Counterfoil${process ? ` (its PostgreSQL is process ${process})` : ''}. ` +
          'Stop that one first, or give this one a DATA_DIR of its own.',
      );
    }
    await sleep(50);
  }
}

/** Waits until the server accepts connections, or resolves with its exit. */
async function untilReady(server: Server, home: Home, info: (text: string) => void) {
  let ended: Awaited<Server['exited']> | undefined;
  void server.exited.then((result) => {
    ended = result;
  });
  let reportAt = Date.now() + 5000;
  for (;;) {
    if (ended) return ended;
    const lock = readLockFile(home.data);
    if (lock?.ready && lock.pid === server.pid()) return undefined;
    if (Date.now() > reportAt) {
      // After a power cut it first recovers data from its log.
      info('The database is recovering …');
      reportAt += 30_000;
    }
    await sleep(3);
  }
}

/** Stops it with `fast`, and after 20 s with `immediate`. */
export async function stopServer(server: Server): Promise<void> {
  // A pending timer also keeps this process alive until the server has ended.
  const timer = setTimeout(() => server.stop('immediate'), 20_000);
  server.stop('fast');
  await server.exited;
  clearTimeout(timer);
}

/** Replaces the file: the data folder belongs to the account, which may have put a link there. */
function writeSettings(home: Home, settings: Record<string, string>): void {
  const path = join(home.data, 'postgresql.conf');
  const unfinished = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  writeFileSync(unfinished, renderSettings(settings), { flag: 'wx', mode: 0o644 });
  renameSync(unfinished, path);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
