import { type Migration, migrate } from '../db/index.ts';
import type { FileStore } from '../files/index.ts';
import { type Entry, packEntries, unpackEntries } from './archive/archive.ts';
import type { Contents, Summary } from './archive/lists.ts';
import { readContents } from './archive/tally.ts';
import { dumpDatabase, type Progress } from './database/dump.ts';
import { loadDatabase } from './database/load.ts';
import { prepareDatabase, refuseUnlessEmpty, refuseWhileServed } from './database/prepare.ts';

export type Restored = { contents: Contents; summary: Summary };

type Restore = {
  /** connection string of an empty database's owner */
  url: string;
  migrations: Migration[];
  entries: AsyncGenerator<Entry>;
  /** where the files go; null when only the database moves */
  store: FileStore | null;
  /** SQL of the manifests; none when a database only moves */
  afterRestore?: string[];
  /** Called with what the backup says of itself, before anything is written; a throw ends the restore. */
  onContents?: (contents: Contents) => Promise<void>;
};

/**
 * Restores an archive into an empty database, and brings it to this version. Until the commit at its end the database
 * stays empty. Throws RestoreRefused, WrongPassphrase or DamagedBackup; their messages say what to do.
 */
export async function restoreArchive(options: Restore): Promise<Restored> {
  const { url, migrations, entries } = options;
  try {
    await refuseUnlessEmpty(url);
    const contents = await readContents(entries);
    await prepareDatabase(url, contents, migrations);
    await options.onContents?.(contents);
    const summary = await loadDatabase({ ...options, contents });
    await migrate(url, migrations);
    return { contents, summary };
  } finally {
    await entries.return(undefined);
  }
}

/**
 * Copies a database that no server uses into an empty one: the stream of a backup, without a file. The first stays as
 * it is.
 */
export async function moveDatabase(
  from: string,
  to: string,
  options: { now: Date; migrations: Migration[]; progress: Progress },
): Promise<Restored> {
  await refuseWhileServed(from);
  const { now, migrations, progress } = options;
  const entries = unpackEntries(packEntries(dumpDatabase({ url: from, now, progress })));
  return restoreArchive({ url: to, migrations, entries, store: null });
}
