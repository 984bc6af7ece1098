import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { DatabaseClient } from '../../db/index.ts';
import { diskRoot, type FileStores, StoreError, type StoreName } from '../../files/index.ts';
import { PRODUCT, VERSION } from '../../outbound/index.ts';
import type { Entry } from '../archive/archive.ts';
import { type Contents, FORMAT, type Summary } from '../archive/lists.ts';
import { fileEntry, Tally, tableEntry } from '../archive/tally.ts';
import {
  countRows,
  listDefaults,
  listHeads,
  listMigrations,
  listPartitions,
  listSequences,
  listTables,
  sumLedgers,
} from './catalog.ts';

/** Numbers of bytes; the total is an estimate. */
export type Progress = (done: number, total: number) => void;

export type DumpOptions = {
  /** connection string of the tables' owner */
  url: string;
  now: Date;
  /** with it, files are included, and with them the key and the names of the variables; without, only the database */
  installation?: Contents['installation'] & { files: FileStores; dataDir: string };
  progress?: Progress;
  /** with what the archive begins with, before its first entry */
  onContents?: (contents: Contents) => void;
  onSummary?: (contents: Contents, summary: Summary) => void;
};

/**
 * Everything in a database as entries of an archive, as it was at one moment: all tables are read in one repeatable-read
 * transaction, beside whatever writes meanwhile. Files are written before their rows and removed a month after them, so
 * those of that moment are there.
 */
export async function* dumpDatabase(options: DumpOptions): AsyncGenerator<Entry> {
  const { installation, progress = () => {} } = options;
  const client = new DatabaseClient({ connectionString: options.url, application_name: 'counterfoil backup' });
  // A statement under way fails with the error; without a listener the event would end the process.
  client.on('error', () => {});
  await client.connect();
  let whole = false;
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set local statement_timeout = 0`);
    // The same text whatever this server's settings are.
    await client.query(
      `set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local extra_float_digits = 1`,
    );
    // And in the same order, by which a move knows again what it has loaded.
    await client.query('set local synchronize_seqscans = off');
    const tables = await listTables(client, { sessions: !installation });
    const contents: Contents = {
      format: FORMAT,
      program: `${PRODUCT} ${VERSION}`,
      madeAt: options.now.toISOString(),
      migrations: await listMigrations(client),
      tables,
      partitions: await listPartitions(client),
      defaults: await listDefaults(client),
      ...(installation && {
        counts: await countRows(client, tables),
        installation: {
          ...(installation.id && { id: installation.id }),
          secretKey: installation.secretKey,
          variables: installation.variables,
        },
      }),
    };
    options.onContents?.(contents);
    yield text('backup.json', contents);

    const tally = new Tally();
    const before = tables.reduce((sum, { bytes }) => sum + bytes, 0);
    const total = before + (installation ? await sizeOfFiles(client) : 0);
    let done = 0;
    for (const { name, columns, bytes } of tables) {
      const rows = client.query(copyTo(`copy (select ${columns.join(', ')} from ${name}) to stdout`));
      const start = done;
      const reported = counted(tally.table(name, rows), (read) => progress(start + Math.min(read, bytes), total));
      yield { name: tableEntry(name), bytes: reported };
      done += bytes;
    }
    if (installation) {
      for await (const { key, sha256, bytes, gone } of filesOf(client, installation)) {
        if (!bytes) {
          if (!gone) tally.missing.push(key);
          continue;
        }
        const start = done;
        const passing = tally.file(key, bytes, (found) => {
          if (sha256 && found !== sha256) tally.missing.push(key);
        });
        yield {
          name: fileEntry(key),
          bytes: counted(passing, (read) => {
            done = start + read;
            progress(Math.min(done, total), total);
          }),
        };
      }
    }
    const summary: Summary = {
      tables: tally.tables,
      files: tally.files,
      sequences: await listSequences(client),
      ledger: await sumLedgers(client),
      heads: await listHeads(client),
    };
    options.onSummary?.(contents, summary);
    yield text('summary.json', summary);
    whole = true;
  } finally {
    // In the middle of a table the server waits for us to read, and would not notice a polite end.
    if (!whole) (client as unknown as { connection: { stream: Duplex } }).connection.stream.destroy();
    await client.end().catch(() => {});
  }
}

function text(name: string, value: unknown): Entry {
  return {
    name,
    bytes: (async function* () {
      yield Buffer.from(JSON.stringify(value, null, 1));
    })(),
  };
}

async function* counted(bytes: AsyncIterable<Uint8Array>, report: (read: number) => void) {
  let read = 0;
  for await (const piece of bytes) {
    read += piece.length;
    report(read);
    yield piece;
  }
}

async function sizeOfFiles(client: pg.Client): Promise<number> {
  const { rows } = await client.query(
    'select coalesce(sum(size_bytes), 0)::float8 as bytes from file where purged_at is null',
  );
  return rows[0].bytes;
}

type Found = { key: string; sha256: string | null; bytes: AsyncIterable<Uint8Array> | null; gone: boolean };

/** Files at a time: their rows, not their bytes. */
const PAGE = 500;
const NIL = '00000000-0000-0000-0000-000000000000';

/** The files of the snapshot's rows, and the months that retention stored on the disk. */
async function* filesOf(
  client: pg.Client,
  { files, dataDir }: NonNullable<DumpOptions['installation']>,
): AsyncGenerator<Found> {
  let after = { organization_id: NIL, id: NIL };
  for (;;) {
    const { rows } = await client.query(
      `select organization_id, id, store, storage_key, sha256, deleted_at is not null as gone from file
       where purged_at is null and (organization_id, id) > ($1, $2) order by organization_id, id limit ${PAGE}`,
      [after.organization_id, after.id],
    );
    for (const { store, storage_key: key, sha256, gone } of rows)
      yield { key, sha256, gone, bytes: await bytesOf(files, store, key) };
    if (rows.length < PAGE) break;
    after = rows.at(-1);
  }
  if (files.current.name !== 'disk') return;
  const root = diskRoot({ DATA_DIR: dataDir });
  const months = await readdir(join(root, 'archive'), { recursive: true, withFileTypes: true }).catch(() => []);
  for (const month of months) {
    if (!month.isFile()) continue;
    const key = join(month.parentPath, month.name)
      .slice(root.length + 1)
      .replaceAll('\\', '/');
    yield { key, sha256: null, gone: false, bytes: await bytesOf(files, 'disk', key) };
  }
}

/** Null when the store has no such file: the backup reports it, since the other files are worth having. */
async function bytesOf(files: FileStores, store: StoreName, key: string): Promise<AsyncIterable<Uint8Array> | null> {
  try {
    return await files.named(store).get(key);
  } catch (error) {
    if (error instanceof StoreError && error.fault === 'missing') return null;
    throw error;
  }
}
