import { appConnection, type Migration, migrate } from '../db/index.ts';
import type { FileStore } from '../files/index.ts';
import { type Entry, packEntries, unpackEntries } from './archive/archive.ts';
import type { Contents, Summary } from './archive/lists.ts';
import { checkArchive, readContents } from './archive/tally.ts';
import { dumpDatabase, type Progress } from './database/dump.ts';
import { loadDatabase } from './database/load.ts';
import {
  prepareDatabase,
  refuseUnlessEmpty,
  refuseUnlessLoaded,
  refuseWhileServed,
  refuseWithoutRights,
} from './database/prepare.ts';

export type Restored = { contents: Contents; summary: Summary };

type Restore = {
  /** connection string of an empty database's owner */
  url: string;
  /** address of the role for requests; without it, one of our own is made */
  appUrl?: string | undefined;
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
 * stays empty. One that an earlier attempt has loaded from the same archive is only compared and finished. The caller
 * calls `finishLoad` when nothing is left to do. Throws RestoreRefused, WrongPassphrase or DamagedBackup; their messages
 * say what to do.
 */
export async function restoreArchive(options: Restore): Promise<Restored> {
  const { url, migrations, entries, appUrl } = options;
  try {
    const mark = await refuseUnlessEmpty(url);
    const restored = mark ? await takeUp(options, mark) : await load(options);
    await migrate(url, migrations);
    await appConnection(url, appUrl);
    return restored;
  } finally {
    await entries.return(undefined);
  }
}

async function load(options: Restore): Promise<Restored> {
  const { url, migrations, entries, appUrl } = options;
  await refuseWithoutRights(url, migrations, appUrl === undefined);
  const contents = await readContents(entries);
  await prepareDatabase(url, contents, migrations);
  // Before the data: where requests can't sign in, a server could not start on it.
  await appConnection(url, appUrl);
  await options.onContents?.(contents);
  return { contents, summary: await loadDatabase({ ...options, contents }) };
}

/** Killed behind the commit: the data and the files are there already. */
async function takeUp({ url, entries, onContents }: Restore, mark: string): Promise<Restored> {
  const restored = await checkArchive(entries);
  await refuseUnlessLoaded(url, mark, restored.summary);
  await onContents?.(restored.contents);
  return restored;
}

/**
 * Copies a database that no server uses into an empty one: the stream of a backup, without a file. The first stays as
 * it is.
 */
export async function moveDatabase(
  from: string,
  to: string,
  options: { now: Date; migrations: Migration[]; progress: Progress; appUrl?: string | undefined },
): Promise<Restored> {
  await refuseWhileServed(from);
  const { now, migrations, progress, appUrl } = options;
  const entries = unpackEntries(packEntries(dumpDatabase({ url: from, now, progress })));
  return restoreArchive({ url: to, appUrl, migrations, entries, store: null });
}
