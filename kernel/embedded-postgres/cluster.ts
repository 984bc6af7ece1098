import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, databaseAccount, nobody, runningAsRoot, spawnAs } from './account.ts';
import { type Binaries, program } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { freshFolder, giveTo, type Home } from './home.ts';
import { bareEnvironment } from './launch.ts';
import { isAlive } from './locks.ts';

/** Makes the data folder, with initdb. */
export async function createCluster(home: Home, binaries: Binaries): Promise<void> {
  for (const name of await readdir(home.dir)) {
    // Left by an interrupted attempt; a folder of a living process may still be in use.
    const owner = Number(/^data\.(\d+)\.tmp$/.exec(name)?.[1]);
    if (owner && owner !== process.pid && !isAlive(owner)) await rm(join(home.dir, name), { recursive: true });
  }
  const unfinished = join(home.dir, `data.${process.pid}.tmp`);
  const maker = makerOf(home.account);
  await freshFolder(unfinished, maker);
  // Before the data: of two simultaneous starts the second uses the data of the first, and its password.
  keepPassword(home, newPassword());
  const password = readFileSync(home.password, 'utf8');
  // Read by initdb only, which runs as another account when we are root.
  const shown = join(home.dir, `password.${process.pid}.tmp`);
  writeFileSync(shown, password, { mode: 0o600 });
  if (maker) chownSync(shown, maker.uid, maker.gid);
  const initdb = [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    '--encoding=UTF8',
    // The same sort order on every machine and in every later version.
    '--locale-provider=builtin',
    ...localeFlags(),
    '--no-instructions',
    '--auth=scram-sha-256',
    `--pwfile=${shown}`,
  ];
  await run(home, maker, program(binaries, 'initdb'), initdb).finally(() => rmSync(shown, { force: true }));
  // Under its final name only when complete, so that a half-made one is never started. Two that start at the same
  // moment both get here: the second one goes on with the data of the first.
  await rename(unfinished, home.data).catch(async (error) => {
    if (!existsSync(join(home.data, 'PG_VERSION'))) throw error;
    await rm(unfinished, { recursive: true });
  });
}

/** LC_CTYPE matters besides the provider: with "C", pg_trgm treats only ASCII as letters and finds no Hindi name. */
function localeFlags(): string[] {
  if (process.platform === 'linux') return ['--locale=C.UTF-8'];
  return [
    '--locale=C',
    '--builtin-locale=C.UTF-8',
    `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'en-US'}`,
  ];
}

const newPassword = () => randomBytes(24).toString('base64url');

/** Readable for us only: the database's account has the verifier, not the password. An existing password stays. */
function keepPassword(home: Home, password: string): void {
  const draft = `${home.password}.${process.pid}.tmp`;
  writeFileSync(draft, password, { mode: 0o600 });
  try {
    linkSync(draft, home.password);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

/**
 * PostgreSQL in single-user mode looks its account's name up, and the database's own account has none; so use `nobody`
 * with that account's group, which may enter the folder.
 */
function makerOf(account: Account): Account {
  const nameless = account && runningAsRoot() && account.uid === databaseAccount().uid;
  return nameless ? { uid: nobody().uid, gid: account.gid } : account;
}

/**
 * A database of an earlier version needed no password on its socket: gives its roles one, in single-user mode. The file
 * is written last, so that an interrupted attempt is repeated.
 */
export async function givePassword(home: Home, binaries: Binaries): Promise<void> {
  if (existsSync(home.password)) return;
  const password = newPassword();
  // On one line, because a line end finishes the statement.
  const each = `select rolname from pg_roles where rolname in ('postgres', 'counterfoil')`;
  const alter = `execute format('alter role %I password %L', r, '${password}');`;
  const roles = `do $$ declare r text; begin for r in ${each} loop ${alter} end loop; end $$;`;
  const account = makerOf(home.account);
  if (account && account.uid !== home.account?.uid) await giveTo(account, home.data);
  await run(home, account, program(binaries, 'postgres'), ['--single', '-D', home.data, 'postgres'], roles);
  keepPassword(home, password);
}

/** Writes the access rules: every connection needs the password, also on the socket. Written at each start. */
export function writeAccess(home: Home): void {
  const path = join(home.data, 'pg_hba.conf');
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  const ways = ['local', 'host'].flatMap((way) =>
    ['all', 'replication'].map((what) => `${way} ${what} all ${way === 'host' ? '127.0.0.1/32 ' : ''}scram-sha-256`),
  );
  const text = `# Written anew at each start. For another: ALTER SYSTEM SET hba_file = '…'.\n${ways.join('\n')}\n`;
  writeFileSync(draft, text, { flag: 'wx', mode: 0o644 });
  renameSync(draft, path);
}

export function refuseOtherVersion(home: Home, binaries: Binaries): void {
  const made = readFileSync(join(home.data, 'PG_VERSION'), 'utf8').trim();
  const have = binaries.version.split('.')[0];
  if (made === have) return;
  throw new EmbeddedPostgresError(
    'wrong_version',
    `The database in ${home.data} was made by PostgreSQL ${made}, and this version of Counterfoil brings ${have}. ` +
      'Make a backup with the version that made it, and restore that with this one.',
  );
}

async function run(home: Home, account: Account, command: string, args: string[], input = ''): Promise<void> {
  const child = spawn(command, args, {
    cwd: home.dir,
    env: bareEnvironment(),
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...spawnAs(account),
  });
  child.stdin.on('error', () => {}).end(input);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done));
  if (code === 0) return;
  throw new EmbeddedPostgresError('start_failed', `${command} ended with ${code}:\n${output.trim()}`);
}
