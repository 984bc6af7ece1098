import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../kernel/db/index.ts';
import { startEmbeddedPostgres } from '../../kernel/embedded-postgres/index.ts';
import { appMigrations } from '../../server/migrations.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    /** folder of the run, in which each process that opens applications has a data folder */
    filesDir: string;
  }
}

/** One server for the run, in memory if possible; the migrated template is cloned for each worker. */
export default async function setup(project: TestProject) {
  const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const dataDir = mkdtempSync(join(base, 'counterfoil-test-'));
  // When root starts it, the database runs under another account, which must be able to enter this folder.
  chmodSync(dataDir, 0o711);
  const settings = {
    // A crash of the machine may lose the test database, so it need not wait for the disk.
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
    // Nothing lives long enough here to need it, and it would visit every worker's database.
    autovacuum: 'off',
  };
  const postgres = await startEmbeddedPostgres({ dataDir, settings });
  const admin = new pg.Client({ connectionString: postgres.adminConnectionString });
  await admin.connect();
  await admin.query('create database template_test owner counterfoil');
  await admin.end();
  await migrate(databaseUrl(postgres.connectionString, 'template_test'), appMigrations());
  project.provide('postgresUrl', postgres.adminConnectionString);
  const filesDir = mkdtempSync(join(tmpdir(), 'counterfoil-test-files-'));
  project.provide('filesDir', filesDir);
  return async () => {
    await postgres.stop();
    for (const folder of [dataDir, filesDir]) rmSync(folder, { recursive: true, force: true });
  };
}

/** The same server and user, another database. Handles both forms: host in the authority, or a socket in the query. */
export function databaseUrl(url: string, database: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*)\/[^?]*/, `$1/${database}`);
}
