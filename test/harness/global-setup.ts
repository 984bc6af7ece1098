import { rmSync } from 'node:fs';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../kernel/db/index.ts';
import { startEmbeddedPostgres } from '../../kernel/embedded-postgres/index.ts';
import { appMigrations } from '../../server/migrations.ts';
import { newTestFolder, removeAbandonedFolders } from './folders.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    /** folder of the run, in which each process that opens applications has a data folder */
    filesDir: string;
  }
}

/** One server for the run, in memory if possible; the migrated template is cloned for each worker. */
export default async function setup(project: TestProject) {
  removeAbandonedFolders();
  const dataDir = newTestFolder('test');
  const settings = {
    // A crash of the machine may lose the test database, so it need not wait for the disk.
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    // In the folder, with which it goes, rather than beside it in /dev/shm.
    dynamic_shared_memory_type: 'mmap',
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
  const filesDir = newTestFolder('files');
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
