import { type Config, NoInstallation, noInstallation } from '../config/index.ts';
import { DatabaseClient } from '../db/index.ts';
import { hasEmbeddedDatabase } from '../embedded-postgres/index.ts';
import { folderId } from './folder.ts';

/** Settings, data, key and database are not of one installation; the message says what to do. */
export class InstallationRefused extends Error {}

type Where = Pick<Config, 'DATA_DIR' | 'DATABASE_URL'>;

/** The place of a database for people: never its password. */
export function placeOf({ DATA_DIR, DATABASE_URL }: Where): string {
  if (!DATABASE_URL) return DATA_DIR;
  const [, host = '', database = ''] = /^\w+:\/\/(?:[^@/]*@)?([^/?]*)\/?([^?]*)/.exec(DATABASE_URL) ?? [];
  return `the database ${database} at ${host || 'this machine'}`;
}

/**
 * Throws when there is no database of ours yet, unless this process may make one; and even then, when DATA_DIR belongs to
 * an installation whose database should be there. Called before anything is made.
 * @param url of a database that runs; without it, the embedded one is looked for on the disk
 */
export async function refuseNothing(config: Where, mayCreate: boolean, url?: string): Promise<void> {
  if (url ? await hasTables(url) : hasEmbeddedDatabase(config.DATA_DIR)) return;
  const id = folderId(config.DATA_DIR);
  if (id)
    throw new InstallationRefused(
      `${config.DATA_DIR} belongs to installation ${id}, and its database is not there: ${placeOf(config)} has none. ` +
        'Set DATABASE_URL as it was, or see that the disk is mounted; or restore a backup. To begin with an empty ' +
        'installation, set another DATA_DIR.',
    );
  if (!mayCreate) throw new NoInstallation(noInstallation(placeOf(config)));
}

async function hasTables(url: string): Promise<boolean> {
  const client = new DatabaseClient({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(`select to_regclass('public.schema_migration') is not null as ours`);
    return rows[0].ours;
  } finally {
    await client.end();
  }
}
