import type pg from 'pg';
import { DatabaseClient, type Migration, migrate } from '../../db/index.ts';
import type { Contents, Summary } from '../archive/lists.ts';
import { listMigrations } from './catalog.ts';
import { compareWith } from './load.ts';
import { markOf, readMark, removeMark } from './mark.ts';
import { missingRights } from './trial.ts';

/** Why nothing was restored; the message says what to do. */
class RestoreRefused extends Error {}

/**
 * Throws RestoreRefused unless the database is empty, and no server uses it. Returns the mark of a load that was
 * committed and not finished, whose data is there; else null.
 */
export async function refuseUnlessEmpty(url: string): Promise<string | null> {
  return await connected(url, async (client) => {
    await refuseServer(client, 'the database');
    const found = await tablesOf(client);
    if (found !== 'used') return null;
    const mark = await readMark(client);
    if (!mark) throw new RestoreRefused(NOT_EMPTY);
    return mark;
  });
}

/** Throws RestoreRefused unless a database is still as the load with this mark left it, and `summary` is of that data. */
export async function refuseUnlessLoaded(url: string, mark: string, summary: Summary): Promise<void> {
  if (markOf(summary) !== mark) throw new RestoreRefused(NOT_EMPTY);
  await connected(url, (client) =>
    compareWith(client, summary).catch((error) => {
      throw new RestoreRefused(NOT_EMPTY, { cause: error });
    }),
  );
}

/** After all that follows a load. Returns whether there was one. */
export const finishLoad = (url: string): Promise<boolean> =>
  connected(url, async (client) => {
    if (!(await readMark(client))) return false;
    await removeMark(client);
    return true;
  });

/** Throws RestoreRefused with all that an administrator has to run first. `ownRole`: as for `missingRights`. */
export async function refuseWithoutRights(url: string, migrations: Migration[], ownRole: boolean): Promise<void> {
  const missing = await connected(url, (client) => missingRights(client, migrations, ownRole));
  if (missing.length === 0) return;
  throw new RestoreRefused(
    'The user of that database may not do all that Counterfoil needs. Nothing was changed. Let an administrator run this ' +
      `once in it, and begin again:\n${missing.map((one) => `  ${one}`).join('\n')}` +
      (missing.some((one) => one.includes('counterfoil_web'))
        ? '\nThen name the address of the database under the role counterfoil_web, too: in DATABASE_APP_URL for a restore, ' +
          'behind --app-url for a move.'
        : ''),
  );
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
    const found = await tablesOf(client);
    if (found === 'none') return;
    // Somebody has begun to work here since we looked.
    if (found === 'used') throw new RestoreRefused(NOT_EMPTY);
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

/** `none`: no tables at all; `empty`: ours, without organizations and accounts; `used`: with some. */
async function tablesOf(client: pg.Client): Promise<'none' | 'empty' | 'used'> {
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
  return found[0].used ? 'used' : 'empty';
}

const NOT_EMPTY =
  'This installation is not empty: it has organizations or accounts, which a restore would overwrite. ' +
  'Restore into a new one: another DATA_DIR, or another database.';

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new DatabaseClient({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
