import { type CompiledQuery, type Insertable, type RawBuilder, sql } from 'kysely';
import { prepareValue } from 'pg/lib/utils.js';
import type { DB } from '../../db/types.ts';
import type { Db } from '../ctx/index.ts';
import { cleanJson } from '../lib/clean-text.ts';

/** Tables by month with `unique_over_months()`: they have another table with their keys. */
type Keyed = { [T in keyof DB]: `${T}_key` extends keyof DB ? T : never }[keyof DB];

/**
 * Inserts rows into a table by month, each unless its key is known, and returns the ids of those that are new. One
 * statement writes rows and keys. Of two at the same moment with the same key, the second waits for the first. All rows
 * must have the same columns, and none of type json.
 * @param key the columns that were given to `unique_over_months()`
 */
export async function insertOnce<T extends Keyed>(
  db: Db,
  table: T,
  key: (keyof DB[T] & string)[],
  rows: Insertable<DB[T]>[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const { rows: written } = await insertion<{ id: string }>(table, key, rows, sql`on conflict do nothing`).execute(db);
  return new Set(written.map(({ id }) => id));
}

/**
 * The same as one of the last statements of a transaction (`endingWith`): whoever writes it has found, under a lock, that
 * the keys are new. Were one known after all, nothing of the transaction would be written.
 */
export function insertNew<T extends Keyed>(
  db: Db,
  table: T,
  key: (keyof DB[T] & string)[],
  rows: Insertable<DB[T]>[],
): CompiledQuery[] {
  return rows.length === 0 ? [] : [insertion(table, key, rows, sql``).compile(db)];
}

// Raw SQL: the database reads the rows by the table's own columns, so one text serves any number of rows.
function insertion<R = unknown>(table: string, key: string[], rows: object[], known: RawBuilder<unknown>) {
  const list = (names: string[]) => sql.join(names.map((name) => sql.ref(name)));
  const [columns, keyColumns] = [list(Object.keys(rows[0] as object)), list(key)];
  return sql<R>`
    with given as materialized (
      select * from jsonb_populate_recordset(null::${sql.table(table)}, ${asJson(rows)}::jsonb)
    ), fresh as (
      insert into ${sql.table(`${table}_key`)} (organization_id, ${keyColumns}, id)
      select organization_id, ${keyColumns}, id from given order by ${keyColumns} ${known} returning id
    )
    insert into ${sql.table(table)} (${columns})
    select ${columns} from given where id in (select id from fresh) returning id`;
}

const asJson = (rows: object[]) =>
  cleanJson(rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, inJson(value)]))));

/** A value as the driver would send it. */
function inJson(value: unknown): string | null {
  const sent = prepareValue(value);
  return Buffer.isBuffer(sent) ? `\\x${sent.toString('hex')}` : sent;
}
