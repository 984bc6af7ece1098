import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

export type Migration = { number: number; name: string; sql: string; sha256: string };

/** Any number the server's other advisory locks don't use. */
const MIGRATION_LOCK = 7_301_001;

/** All migrations below `roots` (`<root>/<name>/migrations/NNNN_name.sql`), numbered across the whole application. */
export function readMigrations(roots: string[]): Migration[] {
  const found: Migration[] = [];
  for (const root of roots) {
    for (const name of readdirSync(root)) {
      const folder = join(root, name, 'migrations');
      if (!existsSync(folder)) continue;
      for (const file of readdirSync(folder).filter((f) => f.endsWith('.sql'))) {
        const sql = readFileSync(join(folder, file), 'utf8');
        const sha256 = createHash('sha256').update(sql).digest('hex');
        found.push({ number: Number.parseInt(file, 10), name: file.replace('.sql', ''), sql, sha256 });
      }
    }
  }
  found.sort((a, b) => a.number - b.number);
  for (const [i, m] of found.entries()) {
    if (!Number.isInteger(m.number)) throw new Error(`migration ${m.name} must begin with its number`);
    if (m.number === found[i - 1]?.number)
      throw new Error(`migrations ${found[i - 1]?.name} and ${m.name} share a number`);
  }
  return found;
}

/**
 * Applies what is missing, each file in a transaction of its own, under an advisory lock so that processes that start
 * together take turns. Refuses when an applied file was changed afterwards. Returns the names it applied.
 */
export async function migrate(
  connectionString: string,
  migrations: Migration[],
  onApply: (name: string) => void = () => {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows: server } = await client.query("select current_setting('server_version_num')::int as version");
    if (server[0].version < 150_000) throw new Error('Counterfoil needs PostgreSQL 15 or newer');
    await refuseCitus(client);
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`create table if not exists schema_migration (
      number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query('select number, name, sha256 from schema_migration');
    const applied = new Map(rows.map((r) => [r.number as number, r]));
    const done: string[] = [];
    for (const m of migrations) {
      const before = applied.get(m.number);
      if (before && before.sha256 !== m.sha256) {
        throw new Error(`migration ${m.name} was changed after it was applied; write a new one instead`);
      }
      if (before) continue;
      onApply(m.name);
      await apply(client, m);
      done.push(m.name);
    }
    return done;
  } finally {
    await client.end();
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
    await client.query(m.sql);
    await client.query('insert into schema_migration (number, name, sha256) values ($1, $2, $3)', [
      m.number,
      m.name,
      m.sha256,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${m.name} failed: ${(error as Error).message}`, { cause: error });
  }
}
