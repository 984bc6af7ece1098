/** A statement injected into a request can use only the rights of the role that runs requests. */
import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { databaseUrl } from '../../test/harness/global-setup.ts';
import { cloneDatabase, newOrganization, openTestApp, type TestApp, useTestApp } from '../../test/harness/index.ts';
import { newId } from '../lib/ids.ts';
import { appConnection, withRole } from './app-login.ts';

let app: TestApp;
let url: string;
beforeAll(async () => {
  app = await useTestApp();
  url = app.config.DATABASE_URL as string;
});

async function as<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
const admin = (statement: string) => as(inject('postgresUrl'), (client) => client.query(statement));

describe('a statement injected into a request', () => {
  it('cannot change its role, and sees nothing of another organization', async () => {
    const [mine, other] = [await newOrganization(app), await newOrganization(app)];
    await other.as('owner');
    const seen = await mine.ctx.db.transaction().execute(async (tx) => {
      await sql`reset role`.execute(tx);
      const who = await sql<{ role: string; foreign: number }>`select current_user as role,
        (select count(*)::int from membership where organization_id = ${other.id}) as foreign`.execute(tx);
      return who.rows[0];
    });
    expect(seen?.role).toMatch(/^counterfoil_app_[0-9a-f]{12}$/);
    expect(seen?.foreign).toBe(0);
    const escapes = [
      'set role counterfoil',
      'set role postgres',
      'set session authorization counterfoil',
      'select * from database_login',
      'select * from auth_session',
      'select * from setting',
      'alter table membership disable row level security',
      'create role mine superuser',
      `copy (select 1) to program 'true'`,
      `select pg_read_file('/etc/passwd')`,
    ];
    for (const statement of escapes) {
      const got = await mine.ctx.db
        .transaction()
        .execute((tx) => sql.raw(statement).execute(tx))
        .then(
          ({ rows }) => rows,
          (error: Error) => error.message,
        );
      // This organization has no settings; other rows are refused.
      expect([statement, got]).toEqual([
        statement,
        statement === 'select * from setting' ? [] : expect.stringMatching(/permission denied|must be|only roles/),
      ]);
    }
  });

  it('runs as a role that row-level security binds and that cannot become the owner', async () => {
    const role = await as(await appConnection(url), async (client) => {
      const { rows } = await client.query(`select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls,
        pg_has_role('counterfoil', 'member') as owner, session_user = current_user as itself,
        (select count(*)::int from organization) as organizations from pg_roles where rolname = session_user`);
      return rows[0];
    });
    expect(role).toEqual({
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolbypassrls: false,
      owner: false,
      itself: true,
      organizations: 0,
    });
  });
});

describe('the role for requests', () => {
  it('is made once for a database, with its own password, when several processes start together', async () => {
    const fresh = await cloneDatabase(inject('postgresUrl'));
    const urls = await Promise.all([appConnection(fresh), appConnection(fresh), appConnection(fresh)]);
    expect(new Set(urls).size).toBe(1);
    expect(await appConnection(fresh)).toBe(urls[0]);
    expect(urls[0]).not.toBe(await appConnection(url));
    await expect(as(withRole(urls[0] as string, roleOf(urls[0] as string), 'guess'), async () => 0)).rejects.toThrow(
      /password/,
    );
    // A dump restored elsewhere contains the password, but not the role.
    await admin(`alter role ${roleOf(urls[0] as string)} password null`);
    expect(await appConnection(fresh)).toBe(urls[0]);
  });

  it('may be one that the operator made, if row-level security binds it', async () => {
    const fresh = await cloneDatabase(inject('postgresUrl'));
    const name = `web_${newId().slice(-12)}`;
    await admin(`create role ${name} login password 'web'`);
    const own = withRole(fresh, name, 'web');
    await expect(appConnection(fresh, own)).rejects.toThrow(`grant counterfoil_app to ${name}`);
    await admin(`grant counterfoil_app to ${name}`);
    const theirs = await openTestApp({ DATABASE_APP_URL: own }, fresh);
    try {
      const organization = await newOrganization(theirs);
      const owner = await organization.as('owner');
      expect((await owner.get('/members')).status).toBe(200);
      const { rows } = await sql<{ role: string }>`select session_user as role`.execute(organization.ctx.db);
      expect(rows[0]?.role).toBe(name);
    } finally {
      await theirs.close();
    }
    await expect(appConnection(fresh, fresh)).rejects.toThrow('bypass row-level security');
    await expect(appConnection(fresh, databaseUrl(inject('postgresUrl'), 'template1'))).rejects.toThrow(
      'same database',
    );
  });

  it('must be made by an administrator when the owner may not', async () => {
    const name = `plain_${newId().slice(-12)}`;
    await admin(`create role ${name} login password 'plain'`);
    await admin(`create database ${name} owner ${name}`);
    const plain = withRole(databaseUrl(inject('postgresUrl'), name), name, 'plain');
    await as(plain, (client) =>
      client.query('create table database_login (only_row bool primary key default true, password text)'),
    );
    await expect(appConnection(plain)).rejects.toThrow(/create role counterfoil_web login.*DATABASE_APP_URL/);
  });
});

const roleOf = (connectionString: string) => /\/\/([^:]+):/.exec(connectionString)?.[1] ?? '';

it.each([
  ['postgres://u:p@h:5432/d', 'postgres://r:s@h:5432/d'],
  ['postgresql://h/d', 'postgresql://r:s@h/d'],
  ['postgres://u:p%40q@h/d?sslmode=require', 'postgres://r:s@h/d?sslmode=require'],
  ['postgres:///d?host=/run/postgresql&user=u', 'postgres://r:s@/d?host=/run/postgresql'],
  ['postgres://u@localhost:5432/d?user=x&host=%2Frun', 'postgres://r:s@localhost:5432/d?host=%2Frun'],
])('%s under another role is %s', (from, to) => expect(withRole(from, 'r', 's')).toBe(to));
