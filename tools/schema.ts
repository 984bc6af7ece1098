import pg from 'pg';

/**
 * The actual schema of a database, as text: tables with columns, constraints and indexes, policies, triggers, functions
 * and grants, in a fixed order. Read from the catalogue, because the embedded server has no pg_dump; for reading and
 * comparing, not for restoring.
 */
export async function describeSchema(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const parts: string[] = [];
    for (const sql of [FUNCTIONS, TABLES]) parts.push(...(await client.query(sql)).rows.map((r) => r.text.trimEnd()));
    return `-- The schema that the migrations make; written by \`npm run schema\`, compared by the tests.\n\n${parts.join('\n\n')}\n`;
  } finally {
    await client.end();
  }
}

const OURS = `n.nspname = 'public' and not exists (
  select from pg_depend d where d.objid = o.oid and d.deptype = 'e')`;

const FUNCTIONS = `
  select pg_get_functiondef(o.oid) || ';' as text from pg_proc o join pg_namespace n on n.oid = o.pronamespace
  where ${OURS} order by o.proname, pg_get_function_identity_arguments(o.oid)`;

const TABLES = `
  select concat_ws(E'\\n',
    'create table ' || o.relname || ' (',
    (select string_agg('  ' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
        || case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
                when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end
        || case when a.attnotnull then ' not null' else '' end
        || coalesce(' generated ' || case a.attidentity when 'a' then 'always' when 'd' then 'by default' end || ' as identity', ''),
        E',\\n' order by a.attnum)
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped),
    ')' || case when o.relkind = 'p' then ' partition by ' || pg_get_partkeydef(o.oid) else '' end || coalesce(' with (' || array_to_string(o.reloptions, ', ') || ')', '') || ';',
    (select string_agg(format('alter table %s add constraint %s %s;', o.relname, c.conname, pg_get_constraintdef(c.oid)), E'\\n' order by c.conname)
      from pg_constraint c where c.conrelid = o.oid and c.contype <> 'n'),
    (select string_agg(pg_get_indexdef(i.indexrelid) || ';', E'\\n' order by i.indexrelid::regclass::text)
      from pg_index i where i.indrelid = o.oid and not exists (select from pg_constraint c where c.conindid = i.indexrelid)),
    (select string_agg(pg_get_triggerdef(t.oid) || ';', E'\\n' order by t.tgname) from pg_trigger t where t.tgrelid = o.oid and not t.tgisinternal),
    case when o.relrowsecurity then format('alter table %s enable row level security;', o.relname) end,
    (select string_agg(format('create policy %s on %s for %s to %s', p.policyname, o.relname, lower(p.cmd), array_to_string(p.roles, ', '))
        || coalesce(' using (' || p.qual || ')', '') || coalesce(' with check (' || p.with_check || ')', '') || ';', E'\\n' order by p.policyname)
      from pg_policies p where p.schemaname = 'public' and p.tablename = o.relname),
    (select format('grant %s on %s to counterfoil_app;', string_agg(lower(g.privilege_type), ', ' order by g.privilege_type), o.relname)
      from information_schema.role_table_grants g where g.table_schema = 'public' and g.table_name = o.relname and g.grantee = 'counterfoil_app'
      having count(*) > 0)
  ) as text
  from pg_class o join pg_namespace n on n.oid = o.relnamespace
  where ${OURS} and o.relkind in ('r', 'p') and not o.relispartition order by o.relname`;
