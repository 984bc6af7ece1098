import pg from 'pg';

/**
 * Kysely's types of every table, from the catalogue. Written by hand because the available generators type bigint as
 * string, where this server reads exact numbers, and need more configuration than this file has lines.
 */
export async function writeTypes(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query(COLUMNS);
    const tables = Map.groupBy(rows, (r) => r.table as string);
    const names = [...tables.keys()];
    const body = names.map((t) => `export interface ${pascal(t)} {\n${tables.get(t)?.map(column).join('\n')}\n}`);
    return [
      "import type { ColumnType } from 'kysely';",
      '// Written by `npm run schema` from the migrations; compared by the tests.',
      "type Generated<T> = ColumnType<T, T | undefined, T>;\ntype Timestamp = ColumnType<Date, Date | string, Date | string>;\n// biome-ignore lint/suspicious/noExplicitAny: the shape of a JSON column is its package's own\ntype Json = ColumnType<any, string | null, string | null>;",
      ...body,
      `export interface DB {\n${names.map((t) => `  ${t}: ${pascal(t)};`).join('\n')}\n}\n`,
    ].join('\n\n');
  } finally {
    await client.end();
  }
}

const COLUMNS = `
  select c.table_name as table, c.column_name as name, c.udt_name as type, c.is_nullable = 'YES' as nullable,
    c.column_default is not null as has_default, c.is_generated = 'ALWAYS' or c.identity_generation = 'ALWAYS' as generated
  from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
  where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
    and not (select relispartition from pg_class where oid = format('public.%I', c.table_name)::regclass)
  order by 1, c.ordinal_position`;

type Column = { name: string; type: string; nullable: boolean; has_default: boolean; generated: boolean };

const TYPES: Record<string, string> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float8: 'number',
  timestamptz: 'Timestamp',
  json: 'Json',
  jsonb: 'Json',
  bytea: 'Buffer',
  xid8: 'string',
};

function column({ name, type, nullable, has_default, generated }: Column): string {
  const base = type.startsWith('_') ? `${TYPES[type.slice(1)] ?? 'string'}[]` : (TYPES[type] ?? 'string');
  const full = nullable ? `${base} | null` : base;
  if (generated) return `  ${name}: ColumnType<${full}, never, never>;`;
  if (!has_default) return `  ${name}: ${full};`;
  if (base === 'Timestamp')
    return `  ${name}: ColumnType<Date${nullable ? ' | null' : ''}, Date | string | undefined, Date | string>;`;
  if (base === 'Json') return `  ${name}: ColumnType<any, string | undefined, string>;`;
  return `  ${name}: Generated<${full}>;`;
}

const pascal = (name: string) => name.replaceAll(/(?:^|_)(\w)/g, (_, c: string) => c.toUpperCase());
