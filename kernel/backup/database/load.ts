import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DatabaseClient } from '../../db/index.ts';
import type { FileStore } from '../../files/index.ts';
import { DamagedBackup } from '../archive/age.ts';
import { type Entry, textOf } from '../archive/archive.ts';
import type { Contents, Summary } from '../archive/lists.ts';
import { kindOf, Tally } from '../archive/tally.ts';
import { listDefaults, listHeads, listPartitions, sumLedgers } from './catalog.ts';
import { writeMark } from './mark.ts';

type Load = {
  url: string;
  contents: Contents;
  entries: AsyncGenerator<Entry>;
  store: FileStore | null;
  afterRestore?: string[];
};

/**
 * Loads the rest of an archive, behind its list, into a database with the schema of the backup and without data. All of
 * it is one transaction: killed at any point, the database is as empty as before. With `store`, the files are written
 * there, before the commit; a second attempt writes them again.
 *
 * Throws when anything differs from the summary at the end of the archive.
 */
export async function loadDatabase({ url, contents, entries, store, afterRestore = [] }: Load): Promise<Summary> {
  const client = new DatabaseClient({ connectionString: url, application_name: 'counterfoil restore' });
  // A statement under way fails with the error; without a listener the event would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`set local statement_timeout = 0; set local lock_timeout = '10s'`);
    const keys = await takeGuardsOff(client);
    await client.query(`truncate ${contents.tables.map(({ name }) => name).join(', ')}`);
    await makePartitions(client, contents.partitions);
    const summary = await loadEntries(client, contents, entries, store);
    if (store) {
      await client.query('update file set store = $1 where store <> $1', [store.name]);
      await client.query('update file_upload set store = $1 where store <> $1', [store.name]);
    }
    for (const statement of afterRestore) await client.query(statement);
    for (const { name, value, called } of summary.sequences)
      await client.query('select setval($1, $2::bigint, $3)', [name, value, called]);
    await setDefaults(client, contents.defaults);
    await putGuardsOn(client, keys);
    await compareWith(client, summary);
    await writeMark(client, summary);
    await client.query('commit');
    // Plans made before the tables are analyzed are poor.
    await client.query('set statement_timeout = 0');
    await client.query('analyze');
    return summary;
  } finally {
    await client.end();
  }
}

async function loadEntries(
  client: pg.Client,
  contents: Contents,
  entries: AsyncGenerator<Entry>,
  store: FileStore | null,
): Promise<Summary> {
  const tally = new Tally();
  const columns = new Map(contents.tables.map((table) => [table.name, table.columns]));
  for await (const entry of entries) {
    if (entry.name === 'summary.json') {
      const summary = JSON.parse(await textOf(entry)) as Summary;
      tally.compare(summary);
      for await (const { name } of entries) throw new DamagedBackup(`${name} follows the end`);
      return summary;
    }
    const kind = kindOf(entry.name);
    if (kind && 'table' in kind && columns.has(kind.table)) {
      const list = columns.get(kind.table) as string[];
      const into = client.query(copyFrom(`copy ${kind.table} (${list.join(', ')}) from stdin`));
      await pipeline(Readable.from(tally.table(kind.table, entry.bytes), { objectMode: false }), into);
    } else if (kind && 'file' in kind && store) {
      const { rows } = await client.query('select content_type from file where storage_key = $1', [kind.file]);
      const bytes = Readable.from(tally.file(kind.file, entry.bytes), { objectMode: false });
      await store.put(kind.file, bytes, rows[0]?.content_type ?? 'application/gzip');
    } else throw new DamagedBackup(`it has an unknown part, ${entry.name}`);
  }
  throw new DamagedBackup('its end is missing');
}

type ForeignKey = { table: string; name: string; definition: string };

const OURS = `relnamespace in (select oid from pg_namespace where nspname in ('public', 'pgboss'))`;

/**
 * Drops the foreign keys and switches triggers off: the rows come in no order, and are as they were. The tables' owner
 * may do that, while switching both off by session_replication_role takes a superuser.
 */
async function takeGuardsOff(client: pg.Client): Promise<ForeignKey[]> {
  const { rows: keys } = await client.query<ForeignKey>(`
    select k.conrelid::regclass::text as table, quote_ident(k.conname) as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid where k.contype = 'f' and k.conparentid = 0 and c.${OURS}
    order by 1, 2`);
  await triggers(client, 'disable');
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`);
  return keys;
}

/** Each foreign key is checked for all rows as it is made again. */
async function putGuardsOn(client: pg.Client, keys: ForeignKey[]): Promise<void> {
  for (const { table, name, definition } of keys)
    await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  await triggers(client, 'enable');
}

async function triggers(client: pg.Client, what: 'disable' | 'enable'): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    select distinct c.oid::regclass::text as name from pg_class c join pg_trigger t on t.tgrelid = c.oid
    where c.${OURS} and not t.tgisinternal`);
  for (const { name } of rows) await client.query(`alter table ${name} ${what} trigger user`);
}

/** The same months as there were, so that each goes when its time is over. The tables are empty. */
async function makePartitions(client: pg.Client, wanted: Contents['partitions']): Promise<void> {
  const text = ({ name, bound }: { name: string; bound: string }) => `${name} ${bound}`;
  const before = await listPartitions(client);
  const [want, have] = [new Set(wanted.map(text)), new Set(before.map(text))];
  for (const part of before) if (!want.has(text(part))) await client.query(`drop table ${part.name}`);
  for (const part of wanted) {
    if (have.has(text(part))) continue;
    await client.query(`create table ${part.name} partition of ${part.parent} ${part.bound}`);
    if (part.parent.startsWith('public.'))
      await client.query('select guard_partition($1::regclass, $2::regclass)', [part.parent, part.name]);
  }
  // Triggers of each statement came with the guards.
  await triggers(client, 'disable');
}

async function setDefaults(client: pg.Client, wanted: Contents['defaults']): Promise<void> {
  const text = (one: Contents['defaults'][number]) => JSON.stringify([one.table, one.column, one.value]);
  const have = new Set((await listDefaults(client)).map(text));
  for (const one of wanted)
    if (!have.has(text(one)))
      await client.query(`alter table ${one.table} alter column ${one.column} set default ${one.value}`);
}

/** What the database says of itself now, against what it said when the backup was made. */
export async function compareWith(client: pg.Client, summary: Summary): Promise<void> {
  const [ledger, heads] = [await sumLedgers(client), await listHeads(client)];
  if (JSON.stringify(ledger) !== JSON.stringify(summary.ledger))
    throw new DamagedBackup('the balances of a ledger are others than when it was made');
  if (JSON.stringify(heads) !== JSON.stringify(summary.heads))
    throw new DamagedBackup('an audit chain ends elsewhere than when it was made');
}
