import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { readConfig } from '../../kernel/config/index.ts';
import { startEmbeddedPostgres } from '../../kernel/embedded-postgres/index.ts';
import { openApp } from '../../server/app.ts';
import { appMigrations } from '../../server/migrations.ts';
import { describeSchema } from '../../tools/schema.ts';
import { SECRET_KEY } from '../harness/index.ts';
import { populate } from '../harness/populated.ts';
import { TestClock } from '../harness/test-app.ts';

/** Sessions and the database's own password must not be in the dump; pg-boss makes its queues at each start. */
const TABLES = `
  select c.oid, c.relname as name, array(select quote_ident(attname) from pg_attribute
    where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname not in ('database_login', 'auth_session') order by c.relname`;

/**
 * Writes test/upgrade/version-before.sql: a database of this version with an organization that has one of everything, as
 * SQL that an empty database of the embedded server takes from its administrator. To be run at each release:
 * `node test/upgrade/write-dump.ts`. The embedded server brings no pg_dump; the migrations as they stood then make the
 * same schema.
 */
const dataDir = mkdtempSync(join(tmpdir(), 'counterfoil-dump-'));
const postgres = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
try {
  await useOnce(postgres.connectionString);
  const text = await dump(postgres.connectionString);
  writeFileSync(join(import.meta.dirname, 'version-before.sql'), text);
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function useOnce(url: string): Promise<void> {
  const env = {
    DATABASE_URL: url,
    DATA_DIR: dataDir,
    SECRET_KEY,
    LOG_LEVEL: 'silent',
    ALLOW_PRIVATE_ADDRESSES: 'true',
  };
  const config = readConfig(env);
  const clock = new TestClock();
  const app = await openApp({ config, log: pino({ level: config.LOG_LEVEL }), clock });
  await populate({ ...app, clock, config, adminUrl: postgres.adminConnectionString });
  await app.close();
}

async function dump(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return [
      '-- A database of the version before; written by test/upgrade/write-dump.ts.',
      'set role counterfoil;',
      (await describeSchema(url)).split('\n\n').find((part) => part.startsWith('create table schema_migration ')),
      ...appMigrations().flatMap(({ name, sql }) => [`-- ${name}.sql`, sql.trimEnd()]),
      '-- The rows, without the keys and triggers that look at them one by one.',
      'reset role;\nset session_replication_role = replica;',
      ...(await rows(client)),
      'reset session_replication_role;\n',
    ].join('\n\n');
  } finally {
    await client.end();
  }
}

/** Each table's rows as one statement; rows that a migration inserted are replaced. */
async function rows(client: pg.Client): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(TABLES);
  const parts: string[] = [];
  for (const { name, columns } of tables) {
    const values = columns.map((column) => `quote_nullable(${column}::text)`).join(', ');
    const { rows: found } = await client.query<{ row: string }>(
      `select format('(%s)', array_to_string(array[${values}], ', ')) as row from ${name} order by 1`,
    );
    if (found.length === 0) continue;
    const list = found.map(({ row }) => `  ${row}`).join(',\n');
    parts.push(
      `delete from ${name};\ninsert into ${name} (${columns.join(', ')}) overriding system value values\n${list};`,
    );
  }
  return parts;
}
