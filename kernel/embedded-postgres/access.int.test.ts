/** Access to the embedded database and to its files. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts';

const isRoot = process.getuid?.() === 0;
const cleanups: (() => unknown)[] = [];
let dataDir: string;
beforeEach(() => {
  // In memory if possible: creating a database is mostly waiting for the disk.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'counterfoil-access-'));
  chmodSync(folder, 0o711);
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  dataDir = join(folder, 'data');
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir });
  cleanups.push(() => postgres.stop());
  return postgres;
}

async function query(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe.skipIf(process.platform === 'win32')('the embedded database', () => {
  test('needs the password, also over the socket, and keeps it readable for us only', async () => {
    const running = await start();
    const withoutPassword = (url: string) => url.replace(/:[^:@/]*@/, '@');
    for (const url of [running.connectionString, running.adminConnectionString]) {
      await expect(query(withoutPassword(url), 'select 1')).rejects.toThrow(/password/);
      await expect(query(url.replace(/:[^:@/]*@/, ':guess@'), 'select 1')).rejects.toThrow(/password/);
    }
    const password = statSync(join(dataDir, 'postgres/password'));
    expect([password.mode & 0o777, password.uid]).toEqual([0o600, process.getuid?.()]);
  });

  test('of an earlier version, without a password, gets one and needs it from then on', async () => {
    const before = await start();
    await query(before.adminConnectionString, 'create table kept as select 42 as answer');
    for (const role of ['counterfoil', 'postgres'])
      await query(before.adminConnectionString, `alter role ${role} password null`).catch(() => {});
    await before.stop();
    rmSync(join(dataDir, 'postgres/password'));
    writeFileSync(join(dataDir, 'postgres/data/pg_hba.conf'), 'local all all trust\n');
    if (isRoot) execFileSync('chown', ['-R', 'nobody', join(dataDir, 'postgres/data')]);
    const { adminConnectionString, connectionString } = await start();
    expect(await query(adminConnectionString, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(await query(connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    await expect(query(connectionString.replace(/:[^:@/]*@/, '@'), 'select 1')).rejects.toThrow(/password/);
  });
});

describe.runIf(isRoot)('the embedded database, started by root', () => {
  test('runs under an account of its own, closed to processes of the account nobody', async () => {
    await start();
    const pid = readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0] as string;
    const uid = Number(execFileSync('ps', ['-o', 'uid=', '-p', pid], { encoding: 'utf8' }));
    expect(readFileSync('/etc/passwd', 'utf8')).not.toContain(`:${uid}:`);
    expect(uid).not.toBe(0);
    const asNobody = (command: string, path: string) =>
      spawnSync(command, [join(dataDir, 'postgres', path)], { uid: 65_534, gid: 65_534 }).status;
    for (const path of ['data/pg_hba.conf', 'data/postgresql.conf', 'password', 'server.log'])
      expect([path, asNobody('cat', path)]).toEqual([path, 1]);
    for (const path of ['', 'data', 'run']) expect([path, asNobody('ls', path)]).not.toEqual([path, 0]);
  });
});
