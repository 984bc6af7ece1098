import { readFileSync } from 'node:fs';
import pg from 'pg';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { SHARED_TABLES } from '../kernel/db/index.ts';
import { describeSchema } from '../tools/schema.ts';
import { writeTypes } from '../tools/types.ts';
import { databaseUrl } from './harness/index.ts';

/** The rules that the database itself has to keep, asked of its catalogue. */

let url: string;
const ask = async <T extends object>(sql: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
};
beforeAll(() => {
  url = databaseUrl(inject('postgresUrl'), 'template_test').replace('//postgres', '//counterfoil');
});

/** A tenant's table: its primary key names the organization. */
const TENANT = `c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and exists (
  select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
  where i.indrelid = c.oid and i.indisprimary and a.attname = 'organization_id')`;

test('db/schema.sql is what the migrations make', async () => {
  expect(readFileSync('db/schema.sql', 'utf8'), 'run: npm run schema').toBe(await describeSchema(url));
});

test('db/types.ts is what the migrations make', async () => {
  expect(readFileSync('db/types.ts', 'utf8'), 'run: npm run schema').toBe(await writeTypes(url));
});

test('the tables that belong to no organization are the listed ones', async () => {
  const shared = await ask<{ name: string }>(`select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and not (${TENANT}) order by 1`);
  expect(shared.map((table) => table.name)).toEqual(Object.keys(SHARED_TABLES).sort());
});

describe('every tenant table', () => {
  test('is under row-level security, with a policy on the organization', async () => {
    const tables = await ask<{ name: string; secured: boolean; policies: string }>(`
      select c.relname as name, c.relrowsecurity as secured,
        (select string_agg(coalesce(p.qual, '') || coalesce(p.with_check, ''), ' ') from pg_policies p
          where p.schemaname = 'public' and p.tablename = c.relname and 'counterfoil_app' = any (p.roles)) as policies
      from pg_class c where ${TENANT} order by 1`);
    expect(tables.length).toBeGreaterThan(10);
    expect(tables.filter((t) => !t.secured).map((t) => t.name)).toEqual([]);
    // A table without any policy lets requests see nothing at all, which is as safe.
    expect(
      tables.filter((t) => t.policies && !t.policies.includes('app_organization_id()')).map((t) => t.name),
    ).toEqual([]);
  });

  test('points at other tenant tables together with the organization, so that no row can cross', async () => {
    const keys = await ask<{ name: string; columns: string[] }>(`
      select c.relname || '.' || k.conname as name, array(
        select a.attname::text from unnest(k.conkey) with ordinality u(number, place)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = u.number order by u.place) as columns
      from pg_constraint k join pg_class c on c.oid = k.conrelid
      where k.contype = 'f' and ${TENANT} and exists (
        select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = k.confrelid and i.indisprimary and a.attname = 'organization_id')`);
    expect(keys.length).toBeGreaterThan(3);
    expect(keys.filter((k) => k.columns[0] !== 'organization_id').map((k) => k.name)).toEqual([]);
  });

  test('belongs to an owner other than the role of requests', async () => {
    const owned = await ask(`select relname from pg_class c join pg_roles r on r.oid = c.relowner
      where r.rolname = 'counterfoil_app'`);
    expect(owned).toEqual([]);
  });
});

test('functions that step out of row-level security fix their search path', async () => {
  const loose = await ask(`select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace
    and not coalesce(array_to_string(proconfig, ','), '') like '%search_path%'`);
  expect(loose).toEqual([]);
});
