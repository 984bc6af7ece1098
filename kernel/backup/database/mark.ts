import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Summary } from '../archive/lists.ts';

/**
 * What a load writes down in its own commit, and what is removed when all that follows is done: killed between, the next
 * attempt knows that the data is there. A comment on the one table that databases of all versions have.
 */
const TABLE = 'public.schema_migration';

/** Which data was loaded: rows and a hash of each table, and what else the summary says. */
export const markOf = (summary: Summary): string =>
  `loaded ${createHash('sha256').update(JSON.stringify(summary)).digest('hex')}`;

export const writeMark = async (client: pg.Client, summary: Summary): Promise<void> => {
  await client.query(`comment on table ${TABLE} is ${client.escapeLiteral(markOf(summary))}`);
};

/** Null when no load is unfinished. */
export async function readMark(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query(`select obj_description(to_regclass($1), 'pg_class') as mark`, [TABLE]);
  return rows[0].mark;
}

export const removeMark = async (client: pg.Client): Promise<void> => {
  await client.query(`comment on table ${TABLE} is null`);
};
