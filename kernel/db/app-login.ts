/** How requests reach the database: by a role that signs in by itself and can become nobody else. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';

/** Any number the server's other advisory locks don't use. */
const LOGIN_LOCK = 7_301_002;

export class AppLoginError extends Error {}

/**
 * A connection string under which requests may run: the given one, once it has proved to be bound by row-level
 * security, or the owner's database under a role of our own. That role is a member of `counterfoil_app`, has a password
 * from the table `database_login`, which only the owner reads, and is made when it isn't there. `RESET ROLE` there
 * leads back to itself.
 *
 * Called after the migrations. Throws AppLoginError, whose message says what an administrator has to do.
 */
export async function appConnection(ownerUrl: string, given?: string): Promise<string> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query(
      `select current_user as owner, current_database() as database, (select password from database_login) as password`,
    );
    const { owner: name, database, password } = rows[0] as { owner: string; database: string; password: string | null };
    if (given) return await proven(given, name, database);
    // Named by its database: roles belong to the whole cluster, in which there may be several of ours.
    const role = `counterfoil_app_${createHash('sha256').update(database).digest('hex').slice(0, 12)}`;
    const url = (secret: string) => withRole(ownerUrl, role, secret);
    if (password !== null && (await signsIn(url(password)))) return url(password);
    return url(await makeRole(owner, { role, name, url }));
  } finally {
    await owner.end();
  }
}

type Making = { role: string; name: string; url(password: string): string };

/** Under a lock: processes that start together make one role with one password. */
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
    // Only what proves the password is sent: statements may be logged.
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

/** Whether that role may sign in; throws when the server is not there at all. */
async function signsIn(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
    const { rows } = await client.query(
      `select session_user like 'counterfoil_app_%' and pg_has_role('counterfoil_app', 'usage') as ours`,
    );
    return rows[0].ours;
  } catch (error) {
    // 28: the sign-in is refused; 08P01: a pooler knows no such user. Without a code: the password was asked for in a
    // way that doesn't fit.
    const { code } = error as { code?: string };
    if (code === undefined || code.startsWith('28') || code === '08P01') return false;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

/** What an operator set as DATABASE_APP_URL must be what it is for. */
async function proven(given: string, owner: string, database: string): Promise<string> {
  const client = new pg.Client({ connectionString: given });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select session_user as role, current_database() = $2 as same, pg_has_role('counterfoil_app', 'usage') as app,
         pg_has_role($1, 'member') or (select rolsuper or rolbypassrls from pg_roles where rolname = session_user) as mighty`,
      [owner, database],
    );
    const { role, same, app, mighty } = rows[0] as { role: string; same: boolean; app: boolean; mighty: boolean };
    const wrong = (what: string) => new AppLoginError(`DATABASE_APP_URL ${what}`);
    if (!same) throw wrong('must lead to the same database as DATABASE_URL');
    if (mighty) throw wrong(`signs in as ${role}, which row-level security doesn't bind: it must be a role of its own`);
    if (!app) throw wrong(`signs in as ${role}, which needs: grant counterfoil_app to ${role}`);
    return given;
  } finally {
    await client.end();
  }
}

/** The same address under another role. */
export function withRole(url: string, role: string, password: string): string {
  const [, scheme = '', rest = ''] = /^(postgres(?:ql)?:\/\/)(?:[^/?]*@)?(.*)$/s.exec(url) ?? [];
  return `${scheme}${role}:${password}@${rest.replace(/([?&])(?:user|password)=[^&]*&?/g, '$1').replace(/[?&]$/, '')}`;
}

/** What PostgreSQL keeps of a password (RFC 5803): enough to check it, not to use it. */
export function scramVerifier(password: string, salt = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}
