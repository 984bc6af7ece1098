import { createHash } from 'node:crypto';
import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { chmod, chown, lchown, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Account, closedOnTheWayTo, databaseAccount, nobody, runningAsRoot } from './account.ts';
import { EmbeddedPostgresError } from './errors.ts';

/** Where root keeps files that the database's account could not reach in the checkout. */
export const OUTSIDE = '/var/lib/counterfoil';

/** Room for a socket's path: 108 bytes with the closing zero on Linux, 104 on macOS. */
const MAX_SOCKET_PATH_BYTES = 103;
const SOCKET_NAME = '.s.PGSQL.5432';

/** How clients connect: a unix socket, or the loopback address with a password. */
export type Transport = 'socket' | 'tcp';

/** The folder of one embedded database; `data` and `run` belong to `account`, the folder itself to us. */
export interface Home {
  dir: string;
  /** PostgreSQL's own files. Absent before the first start. */
  data: string;
  /** The folder with the socket, mode 0700. */
  run: string;
  log: string;
  /** The file with the database's password, readable for us but not for the database's account. */
  password: string;
  /** DATA_DIR, when the database is inside it. */
  around: string | undefined;
  account: Account;
}

export const socketPath = (home: Home): string => join(home.run, SOCKET_NAME);

/** The home of `dataDir`'s database, or undefined; changes nothing on the disk. */
export function findHome(dataDir: string): Home | undefined {
  const place = join(resolve(dataDir), 'postgres');
  const entry = lstatSync(place, { throwIfNoEntry: false });
  if (!entry) return undefined;
  if (!existsSync(place)) {
    throw new EmbeddedPostgresError(
      'unreachable',
      `${place} leads to a database that is gone. Bring it back from a backup, or remove ${place} to begin with an empty one.`,
    );
  }
  const dir = realpathSync(place);
  const data = join(dir, 'data');
  return {
    dir,
    data,
    run: runFolder(dir),
    log: join(dir, 'server.log'),
    password: join(dir, 'password'),
    around: dirname(dir) === realpathSync(resolve(dataDir)) ? dirname(dir) : undefined,
    account: accountFor(data),
  };
}

/** Finds or makes the home of `dataDir`'s database, and makes it reachable for its account. */
export async function prepareHome(dataDir: string, log: (line: string) => void): Promise<Home> {
  await mkdir(dataDir, { recursive: true });
  const found = findHome(dataDir);
  const home = found ?? (await makeHome(realpathSync(dataDir), log));
  if (found) await refuseCopies(home, realpathSync(dataDir));

  const { account } = home;
  await letIn(home);
  const closed = closedOnTheWayTo(home.dir, account);
  if (closed) {
    throw new EmbeddedPostgresError(
      'unreachable',
      `The database in ${home.dir} runs under the unprivileged account ${account?.uid}, which may not enter ${closed}. ` +
        `Allow that ("chmod o+x ${closed}"), or start as the user who owns that folder.`,
    );
  }
  if (account && statSync(home.data, { throwIfNoEntry: false })?.uid === 0) await giveTo(account, home.data);
  await makePrivate(home.run, account);
  return home;
}

/** An existing database stays with its owner; a new one of root's gets an account of its own. */
function accountFor(data: string): Account {
  const owner = statSync(data, { throwIfNoEntry: false });
  if (runningAsRoot()) return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : databaseAccount();
  if (owner && process.getuid && owner.uid !== process.getuid()) {
    throw new EmbeddedPostgresError(
      'wrong_owner',
      `The database in ${data} belongs to user ${owner.uid}, perhaps because the program ran as root before. ` +
        'Start as that user or as root, or give the folder to yourself with chown -R.',
    );
  }
  return undefined;
}

async function makeHome(dataDir: string, log: (line: string) => void): Promise<Home> {
  const place = join(dataDir, 'postgres');
  const account = runningAsRoot() ? databaseAccount() : undefined;
  await letPass(dataDir, account);
  if (closedOnTheWayTo(dataDir, account)) {
    // A link rather than a name computed from the path: it shows in the data folder where the database is, and removing
    // the data folder starts with an empty database.
    await makeOutside();
    const outside = await mkdtemp(join(OUTSIDE, 'database-'));
    await writeFile(join(outside, 'belongs-to'), `${dataDir}\n`);
    await symlink(outside, place);
    log(`${dataDir} is closed to other accounts, so the database is kept in ${outside}.`);
  } else {
    await mkdir(place, { recursive: true, mode: 0o700 });
  }
  return findHome(dataDir) as Home;
}

async function letIn({ account, dir, around }: Home): Promise<void> {
  for (const folder of [around, dir]) if (folder) await letPass(folder, account);
}

/** Lets only the group of the database's account pass through a folder of root's. */
async function letPass(folder: string, account: Account): Promise<void> {
  const { uid, mode } = statSync(folder);
  if (!account || uid !== 0 || !runningAsRoot()) return;
  await chown(folder, 0, account.gid);
  await chmod(folder, (mode & 0o700) | 0o010);
}

/**
 * Gives a database that belongs to `nobody`, during its creation or since an earlier version, to its own account. The
 * server must not be running.
 */
export async function takeFromNobody(home: Home): Promise<void> {
  if (!runningAsRoot() || statSync(home.data).uid !== nobody().uid) return;
  const own = databaseAccount();
  if (own.uid === nobody().uid) return;
  await giveTo(own, home.data);
  home.account = own;
  await letIn(home);
  await makePrivate(home.run, own);
}

async function makeOutside(): Promise<void> {
  await mkdir(OUTSIDE, { recursive: true });
  await chmod(OUTSIDE, 0o755); // Whatever our umask is, the account has to pass.
}

/** A copied data folder still links to the database of the original; two programs must not share it. */
async function refuseCopies(home: Home, dataDir: string): Promise<void> {
  const note = join(home.dir, 'belongs-to');
  const first = existsSync(note) ? (await readFile(note, 'utf8')).trim() : dataDir;
  if (first === dataDir) return;
  const stillThere = existsSync(join(first, 'postgres')) && realpathSync(join(first, 'postgres')) === home.dir;
  if (!stillThere) return writeFile(note, `${dataDir}\n`); // It was moved.
  throw new EmbeddedPostgresError(
    'copied',
    `${dataDir} is a copy of ${first}, and its link "postgres" leads to the database of the original. ` +
      `Remove ${join(dataDir, 'postgres')} to begin with an empty database.`,
  );
}

/** The folder of the socket: next to the data, or a short path when that one is too long for a socket. */
function runFolder(dir: string): string {
  const beside = join(dir, 'run');
  const fits = (folder: string) => Buffer.byteLength(join(folder, SOCKET_NAME)) <= MAX_SOCKET_PATH_BYTES;
  if (fits(beside)) return beside;
  const short = `counterfoil-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`;
  // Root has a folder where no other account can create files.
  if (runningAsRoot()) return join(OUTSIDE, short);
  return fits(join(tmpdir(), short)) ? join(tmpdir(), short) : join('/tmp', short);
}

async function makePrivate(folder: string, account: Account): Promise<void> {
  // Of root's; a service whose data folder this is keeps it closed.
  if (runningAsRoot() && dirname(folder) === OUTSIDE) await makeOutside();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const entry = lstatSync(folder);
  const owner = account?.uid ?? process.getuid?.();
  // In /tmp somebody else may have made it first, to listen there.
  if (!entry.isDirectory() || (entry.uid !== owner && !runningAsRoot())) {
    throw new EmbeddedPostgresError('wrong_owner', `${folder} should be a folder of our own, and is not. Remove it.`);
  }
  await chmod(folder, 0o700);
  if (account) await chown(folder, account.uid, account.gid);
}

export async function giveTo(account: { uid: number; gid: number }, path: string): Promise<void> {
  await lchown(path, account.uid, account.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of await readdir(path)) await giveTo(account, join(path, name));
}

/** Makes an empty private folder for `account`, replacing what an interrupted attempt left. */
export async function freshFolder(path: string, account: Account): Promise<void> {
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { mode: 0o700 });
  if (account) await chown(path, account.uid, account.gid);
}
