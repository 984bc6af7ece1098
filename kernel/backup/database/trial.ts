import type pg from 'pg';
import type { Migration } from '../../db/index.ts';

/**
 * Tries what the tables and the role for requests will need, in a transaction that is rolled back. Returns what an
 * administrator has to run once, as statements.
 * @param ownRole whether the role for requests is to be made, because no address of one was given
 */
export async function missingRights(client: pg.Client, migrations: Migration[], ownRole: boolean): Promise<string[]> {
  const { rows } = await client.query(
    `select quote_ident(current_user) as "user", quote_ident(current_database()) as database`,
  );
  const { user, database } = rows[0] as { user: string; database: string };
  const missing: string[] = [];
  const attempt = async (statement: string, remedy: string) => {
    await client.query('savepoint trial');
    try {
      await client.query(statement);
    } catch (error) {
      // 42501, a missing right, or 0A000, an extension that the server does not have.
      if (!['42501', '0A000'].includes((error as pg.DatabaseError).code ?? '')) throw error;
      missing.push(remedy);
      await client.query('rollback to savepoint trial');
    }
  };
  await client.query('begin');
  try {
    await attempt('create table public.counterfoil_trial (id int)', `grant create on schema public to ${user};`);
    await attempt('create schema counterfoil_trial', `grant create on database ${database} to ${user};`);
    const extensions = migrations.flatMap(({ sql }) => [...sql.matchAll(/^create extension if not exists (\w+)/gm)]);
    for (const name of new Set(extensions.map((found) => found[1] as string)))
      await attempt(`create extension if not exists ${name}`, `create extension ${name};`);
    const { rowCount: there } = await client.query(`select from pg_roles where rolname = 'counterfoil_app'`);
    if (!there) await attempt('create role counterfoil_app nologin', 'create role counterfoil_app nologin;');
    const { rows: member } = await client.query(
      `select exists (select from pg_roles where rolname = 'counterfoil_app') as there,
         coalesce((select pg_has_role(oid, 'member') from pg_roles where rolname = 'counterfoil_app'), false) as member`,
    );
    if (!member[0].there) missing.push(`grant counterfoil_app to ${user};`);
    else if (!member[0].member) await attempt(`grant counterfoil_app to ${user}`, `grant counterfoil_app to ${user};`);
    if (ownRole && member[0].there)
      await attempt('create role counterfoil_trial; grant counterfoil_app to counterfoil_trial', REQUESTS);
    else if (ownRole) missing.push(REQUESTS);
    return missing;
  } finally {
    await client.query('rollback');
  }
}

const REQUESTS =
  "create role counterfoil_web login password 'of your choice'; grant counterfoil_app to counterfoil_web;";
