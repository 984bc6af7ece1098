import type pg from 'pg';
import { DatabaseClient, type Migration, migrate } from '../../db/index.ts';
import type { Contents } from '../archive/lists.ts';
import { listMigrations } from './catalog.ts';

/** Why nothing was restored; the message says what to do. */
export class RestoreRefused extends Error {}

/** Throws RestoreRefused unless the database is empty, and no server uses it. */
export async function refuseUnlessEmpty(url: string): Promise<void> {
  await connected(url, async (client) => {
    await refuseServer(client, 'the database');
    await tablesOf(client);
  });
}

/** A server that still writes would lose what it writes from now on. */
export async function refuseWhileServed(url: string): Promise<void> {
  await connected(url, (client) => refuseServer(client, 'this database'));
}

/**
 * Gives an empty database the tables of the version that made the backup. A server of a newer version may have started
 * on it already; then its empty tables are removed first.
 */
export async function prepareDatabase(url: string, contents: Contents, migrations: Migration[]): Promise<void> {
  const wanted = contents.migrations.map(({ name, sha256 }) => {
    const ours = migrations.find((migration) => migration.name === name && migration.sha256 === sha256);
    if (!ours)
      throw new RestoreRefused(
        `This backup was made by ${contents.program}, whose tables this version doesn't know (${name}). ` +
          'Restore it with the version that made it, and upgrade afterwards.',
      );
    return ours;
  });
  await connected(url, async (client) => {
    if ((await tablesOf(client)) === 'none') return;
    const names = new Set(wanted.map(({ name }) => name));
    const applied = await listMigrations(client);
    if (applied.every(({ name }) => names.has(name))) return;
    try {
      await client.query(
        'begin; drop schema public cascade; drop schema if exists pgboss cascade; create schema public; commit',
      );
    } catch (error) {
      throw new RestoreRefused(
        `A newer version has already started on this database, and its empty tables can't be removed (${(error as Error).message}). ` +
          'Make a new, empty database and restore into that one.',
      );
    }
  });
  await migrate(url, wanted);
}

async function refuseServer(client: pg.Client, what: string): Promise<void> {
  const { rows } = await client.query(`select exists (select from pg_stat_activity
    where datname = current_database() and application_name = 'counterfoil jobs') as served`);
  if (rows[0].served) throw new RestoreRefused(`Counterfoil is running on ${what}. Stop it first.`);
}

/** `none`: no tables at all; `empty`: ours, without organizations and accounts. */
async function tablesOf(client: pg.Client): Promise<'none' | 'empty'> {
  const { rows } =
    await client.query(`select count(*)::int as count, to_regclass('public.schema_migration') is not null as ours,
      to_regclass('public.organization') is not null and to_regclass('public.auth_user') is not null as whole
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`);
  const { count, ours, whole } = rows[0] as { count: number; ours: boolean; whole: boolean };
  if (count === 0) return 'none';
  if (!ours)
    throw new RestoreRefused('This database has tables of another program. Make an empty one for Counterfoil.');
  if (!whole) return 'empty';
  const { rows: found } = await client.query(
    'select exists (select from organization) or exists (select from auth_user) as used',
  );
  if (found[0].used)
    throw new RestoreRefused(
      'This installation is not empty: it has organizations or accounts, which a restore would overwrite. ' +
        'Restore into a new one: another DATA_DIR, or another database.',
    );
  return 'empty';
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new DatabaseClient({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
