import type pg from 'pg';
import type { Contents, LedgerSum, Summary, Table } from '../archive/lists.ts';

/** What is read of PostgreSQL's catalogue, and sums over the tables; in the transaction of `client`. */

type Row = Record<string, string>;
const rowsOf = async <T = Row>(client: pg.Client, text: string, values: unknown[] = []): Promise<T[]> =>
  (await client.query(text, values)).rows as T[];

/**
 * Never copied: the password of a role of this server, the migrations that were applied here, and what is known of this
 * installation's backups.
 */
const OF_THE_DATABASE = ['database_login', 'schema_migration', 'backup'];
/** Not in a backup either: whoever signed out, or was signed out, after it was made must stay so. */
const SESSIONS = ['auth_session', 'auth_refresh_token', 'auth_verification', 'waiting_device'];

const OURS = `c.relnamespace in (select oid from pg_namespace where nspname in ('public', 'pgboss'))`;
/** With the schema, so that it means the same whatever the search path is. */
const NAME = `format('%I.%I', c.relnamespace::regnamespace, c.relname)`;

/** Every table with its columns; `sessions` says whether those of people who are signed in belong to it. */
export function listTables(client: pg.Client, { sessions }: { sessions: boolean }): Promise<Table[]> {
  return rowsOf<Table>(
    client,
    `select ${NAME} as name,
       array(select quote_ident(attname) from pg_attribute
         where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns,
       (select coalesce(sum(pg_table_size(p.relid)), 0) from pg_partition_tree(c.oid) p)::int8::float8 as bytes
     from pg_class c where ${OURS} and c.relkind in ('r', 'p') and not c.relispartition
       and not (c.relnamespace = 'public'::regnamespace and c.relname = any ($1)) order by 1`,
    [sessions ? OF_THE_DATABASE : [...OF_THE_DATABASE, ...SESSIONS]],
  );
}

/** In one statement: a table is counted as it will be copied, in the same snapshot. */
export async function countRows(client: pg.Client, tables: Table[]): Promise<NonNullable<Contents['counts']>> {
  const each = tables.map(({ name }) => `select count(*) as rows from ${name}`).join(' union all ');
  const [found] = await rowsOf<{ organizations: number; rows: number }>(
    client,
    `select (select count(*) from organization)::float8 as organizations, (select sum(rows) from (${each}) t)::float8 as rows`,
  );
  return { organizations: found?.organizations ?? 0, rows: found?.rows ?? 0 };
}

export const listMigrations = (client: pg.Client): Promise<Contents['migrations']> =>
  rowsOf(client, 'select name, package, sha256 from schema_migration order by name');

export const listPartitions = (client: pg.Client): Promise<Contents['partitions']> =>
  rowsOf(
    client,
    `select ${NAME} as name, pg_get_expr(c.relpartbound, c.oid) as bound,
       (select format('%I.%I', p.relnamespace::regnamespace, p.relname) from pg_class p where p.oid = i.inhparent) as parent
     from pg_class c join pg_inherits i on i.inhrelid = c.oid where ${OURS} and c.relispartition and c.relkind = 'r' order by 1`,
  );

/** Defaults of columns: the audit changes one when a database comes to another server (kernel/audit/watermark.ts). */
export const listDefaults = (client: pg.Client): Promise<Contents['defaults']> =>
  rowsOf(
    client,
    `select ${NAME} as table, quote_ident(a.attname) as column, pg_get_expr(d.adbin, d.adrelid) as value
     from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where ${OURS} and c.relkind in ('r', 'p') and not c.relispartition and a.attgenerated = '' order by 1, 2`,
  );

/** Read behind the rows: a value that was taken meanwhile leaves a gap, and is never given out again. */
export const listSequences = async (client: pg.Client): Promise<Summary['sequences']> => {
  const names = await rowsOf<{ name: string }>(
    client,
    `select ${NAME} as name from pg_class c where ${OURS} and c.relkind = 'S' order by 1`,
  );
  const found: Summary['sequences'] = [];
  for (const { name } of names) {
    const [row] = await rowsOf<{ value: string; called: boolean }>(
      client,
      `select last_value::text as value, is_called as called from ${name}`,
    );
    if (row) found.push({ name, ...row });
  }
  return found;
};

export const sumLedgers = (client: pg.Client): Promise<LedgerSum[]> =>
  rowsOf<LedgerSum>(
    client,
    `select o.id as organization, o.name,
       (select count(*) from ledger_entry e where e.organization_id = o.id)::float8 as entries,
       coalesce(sum(b.lines), 0)::float8 as lines,
       encode(sha256(convert_to(coalesce(string_agg(format('%s %s %s', b.account, b.currency, b.balance), E'\\n'
         order by b.account collate "C", b.currency collate "C"), ''), 'UTF8')), 'hex') as balances
     from organization o left join lateral (
       select account, currency, sum(amount_minor) as balance, count(*) as lines
       from ledger_line l where l.organization_id = o.id group by account, currency) b on true
     group by o.id order by o.id`,
  );

export const listHeads = (client: pg.Client): Promise<Summary['heads']> =>
  rowsOf(
    client,
    `select s.organization_id as organization, o.name, format('%s:%s:%s', s.organization_id, s.sequence, encode(s.hash, 'hex')) as head,
       case when h.organization_id is null then null
         else format('%s:%s:%s', h.organization_id, h.sequence, encode(h.hash, 'hex')) end as published
     from (select distinct on (organization_id) organization_id, sequence, hash from audit_seal
       order by organization_id, sequence desc) s
     left join organization o on o.id = s.organization_id left join audit_head h on h.organization_id = s.organization_id
     order by 1`,
  );
