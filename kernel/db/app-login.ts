/** The database role for requests: it has its own login and cannot become another role. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { DatabaseClient } from './client.ts';

/** Any number that no other advisory lock of the server uses. */
const LOGIN_LOCK = 7_301_002;

class AppLoginError extends Error {}

/**
 * Returns the connection string for requests. It is the given one, after a check that row-level security binds its
 * role; otherwise the owner's database with a role of our own. That role is a member of `counterfoil_app` and is made
 * when it is missing. Its password is in the table `database_login`, which only the owner can read. After `RESET ROLE`
 * it is still the same role.
 * @param pooler its address, where requests go through one
 *
 * Called after the migrations. Throws AppLoginError, whose message says what an administrator has to do.
 */
export async function appConnection(ownerUrl: string, given?: string, pooler?: string): Promise<string> {
  const owner = new DatabaseClient({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query(
      `select current_user as owner, current_database() as database, (select password from database_login) as password`,
    );
    const { owner: name, database, password } = rows[0] as { owner: string; database: string; password: string | null };
    if (given) return await proven(given, name, database);
    // Named after its database: roles belong to the whole cluster, which may contain several of our databases.
    const role = `counterfoil_app_${createHash('sha256').update(database).digest('hex').slice(0, 12)}`;
    const url = (secret: string) => withRole(ownerUrl, role, secret);
    const known = password !== null && (await signsIn(url(password)));
    const secret = known ? password : await makeRole(owner, { role, name, url });
    if (!pooler) return url(secret);
    const through = withRole(pooler, role, secret);
    if (await signsIn(through)) return through;
    throw new AppLoginError(
      `The pooler of DATABASE_URL doesn't let the role ${role} sign in: let it ask the database for passwords (auth_query of ` +
        'PgBouncer), or make a role of your own and set DATABASE_APP_URL.',
    );
  } finally {
    await owner.end();
  }
}

type Making = { role: string; name: string; url(password: string): string };

/** Makes the role under a lock, so that processes that start together make one role with one password. */
async function makeRole(owner: pg.Client, { role, name, url }: Making): Promise<string> {
  await owner.query('select pg_advisory_lock($1)', [LOGIN_LOCK]);
  const { rows } = await owner.query(
    `insert into database_login (password) values ($1)
     on conflict (only_row) do update set password = database_login.password returning password`,
    [randomBytes(32).toString('base64url')],
  );
  const { password } = rows[0] as { password: string };
  const refused = (reason: string) =>
    new AppLoginError(
      `The database user ${name} can not make the role that requests run as: ${reason}. Let an administrator run once, with a password ` +
        `of your choice: create role counterfoil_web login password '…'; grant counterfoil_app to counterfoil_web; ` +
        'and set DATABASE_APP_URL to the address of this database under that role.',
    );
  if (await signsIn(url(password))) return password;
  try {
    await owner.query('begin');
    const known = await owner.query('select from pg_roles where rolname = $1', [role]);
    // Only the SCRAM verifier is sent, because the server may log statements.
    await owner.query(
      `${known.rowCount ? 'alter' : 'create'} role ${role} login inherit password '${scramVerifier(password)}'`,
    );
    await owner.query(`grant counterfoil_app to ${role}`);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw refused((error as Error).message);
  }
  if (!(await signsIn(url(password)))) throw refused(`the server doesn't let ${role} sign in by password`);
  return password;
}

/** Whether that role can sign in; throws when the server does not answer. */
async function signsIn(connectionString: string): Promise<boolean> {
  const client = new DatabaseClient({ connectionString });
  try {
    await client.connect();
    const { rows } = await client.query(
      `select session_user like 'counterfoil_app_%' and pg_has_role('counterfoil_app', 'usage') as ours`,
    );
    return rows[0].ours;
  } catch (error) {
    // 28: the sign-in is refused. 08P01: a pooler does not know the user. No code: the server asked for the password in
    // an unsupported way.
    const { code } = error as { code?: string };
    if (code === undefined || code.startsWith('28') || code === '08P01') return false;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Checks DATABASE_APP_URL: the same database, and a role that row-level security binds. */
async function proven(given: string, owner: string, database: string): Promise<string> {
  const client = new DatabaseClient({ connectionString: given });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select session_user as role, current_database() = $2 as same, pg_has_role('counterfoil_app', 'usage') as app,
         pg_has_role($1, 'member') or (select rolsuper or rolbypassrls from pg_roles where rolname = session_user) as bypasses`,
      [owner, database],
    );
    const { role, same, app, bypasses } = rows[0] as { role: string; same: boolean; app: boolean; bypasses: boolean };
    const wrong = (what: string) => new AppLoginError(`DATABASE_APP_URL ${what}`);
    if (!same) throw wrong('must name the same database as DATABASE_URL');
    if (bypasses) throw wrong(`signs in as ${role}, which can bypass row-level security: use a separate role`);
    if (!app) throw wrong(`signs in as ${role}, which needs: grant counterfoil_app to ${role}`);
    return given;
  } finally {
    await client.end();
  }
}

/** The same connection string with another role. */
export function withRole(url: string, role: string, password: string): string {
  const [, scheme = '', rest = ''] = /^(postgres(?:ql)?:\/\/)(?:[^/?]*@)?(.*)$/s.exec(url) ?? [];
  return `${scheme}${role}:${password}@${rest.replace(/([?&])(?:user|password)=[^&]*&?/g, '$1').replace(/[?&]$/, '')}`;
}

/** The same connection string with the role and the password of another: the replica has the roles of its primary. */
export function withRoleOf(url: string, other: string): string {
  const [, role = '', password = ''] = /^postgres(?:ql)?:\/\/([^:@/?]*):?([^@/?]*)@/.exec(other) ?? [];
  return withRole(url, role, password);
}

/** The SCRAM verifier that PostgreSQL stores (RFC 5803): it can check a password, but not be used as one. */
function scramVerifier(password: string, salt = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}
