import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { DatabaseClient } from './client.ts';
import { inTurn } from './in-turn.ts';

/** `name` is the file's without its ending, `package` the folder that it belongs to: `mess`. */
export type Migration = { name: string; package: string; sql: string; sha256: string };

/** Any number the server's other advisory locks don't use. */
const MIGRATION_LOCK = 7_301_001;

/** The minute in UTC at which it was begun, and what it is about; branches seldom share one. */
const NAME = /^\d{12}_[a-z_]+$/;

/** All migrations below `roots` (`<root>/<package>/migrations/YYYYMMDDHHMM_name.sql`), in the order of their names. */
export function readMigrations(roots: string[]): Migration[] {
  const found: Migration[] = [];
  for (const root of roots) {
    for (const folder of readdirSync(root)) {
      const path = join(root, folder, 'migrations');
      if (!existsSync(path)) continue;
      for (const file of readdirSync(path)) {
        const name = file.replace(/\.sql$/, '');
        if (name === file || !NAME.test(name))
          throw new Error(`${join(path, file)}: a migration is named YYYYMMDDHHMM_name.sql`);
        const sql = readFileSync(join(path, file), 'utf8');
        found.push({ name, package: folder, sql, sha256: createHash('sha256').update(sql).digest('hex') });
      }
    }
  }
  found.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [i, { name }] of found.entries()) {
    const before = found[i - 1]?.name;
    if (before && stampOf(before) === stampOf(name)) throw new Error(`migrations ${before} and ${name} share a stamp`);
  }
  return found;
}

const stampOf = (name: string) => name.slice(0, 12);

/**
 * Applies what is missing, each file in a transaction of its own, under an advisory lock so that processes that start
 * together take turns. What a branch brings late may be older than what is applied already, and is applied all the same.
 * Refuses when an applied file was changed afterwards or is gone. Returns the names it applied.
 * @param beforeUpgrade called once, under the lock, before the first file that changes a database which has some already;
 * its throw leaves the database as it was
 */
export async function migrate(
  connectionString: string,
  migrations: Migration[],
  {
    onApply,
    beforeUpgrade,
  }: { onApply?: ((name: string) => void) | undefined; beforeUpgrade?: () => Promise<void> } = {},
): Promise<string[]> {
  const client = new DatabaseClient({ connectionString });
  await client.connect();
  try {
    const { rows: server } = await client.query("select current_setting('server_version_num')::int as version");
    if (server[0].version < 150_000) throw new Error('Counterfoil needs PostgreSQL 15 or newer');
    await refuseCitus(client);
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`create table if not exists schema_migration (
      name text primary key, package text not null, sha256 text not null, applied_at timestamptz not null default now())`);
    const { rows: applied } = await client.query<Applied>('select * from schema_migration order by name');
    refuseChanged(applied, migrations);
    const done: string[] = [];
    const names = new Set(applied.map(({ name }) => name));
    const missing = migrations.filter(({ name }) => !names.has(name));
    if (missing.length > 0 && applied.length > 0) await beforeUpgrade?.();
    for (const m of missing) {
      onApply?.(m.name);
      await inTurn(() => apply(client, m));
      done.push(m.name);
    }
    return done;
  } finally {
    await client.end();
  }
}

type Applied = { name: string; package: string; sha256: string };

/** Throws when what was applied isn't what the files say. */
function refuseChanged(applied: Applied[], migrations: Migration[]): void {
  const unreleased = applied.find(({ name }) => !NAME.test(name));
  if (unreleased)
    throw new Error(
      `this database was made by a version of Counterfoil that was never released (it has ${unreleased.name}), and can't ` +
        'be brought to this one. Start with an empty one: move the data folder (DATA_DIR) away, or name another ' +
        'database in DATABASE_URL',
    );
  for (const { name, package: owner, sha256 } of applied) {
    const file = migrations.find((m) => m.name === name);
    if (file && file.sha256 !== sha256)
      throw new Error(`migration ${name} was changed after it was applied; write a new one instead`);
    // A module that was taken out leaves its tables, and a process of the version before may start beside a newer one.
    if (!file && migrations.some((m) => m.package === owner && m.name > name))
      throw new Error(`migration ${name} was applied, but its file is gone; put it back, and write a new one instead`);
  }
}

/** Spread over its nodes a pipelined transaction is no longer one, and nothing says so (docs/decisions/0540). */
async function refuseCitus(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(`select from pg_extension where extname = 'citus'`);
  if (rowCount)
    throw new Error('Counterfoil does not run on Citus: use a plain PostgreSQL (docs/decisions/0540-no-citus.md)');
}

async function apply(client: pg.Client, m: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(`set local lock_timeout = '3s'`);
    await client.query(m.sql);
    await client.query('insert into schema_migration (name, package, sha256) values ($1, $2, $3)', [
      m.name,
      m.package,
      m.sha256,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${m.name} failed: ${(error as Error).message}`, { cause: error });
  }
}
