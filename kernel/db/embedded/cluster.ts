import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnAs } from './account.ts';
import { type Binaries, program } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { freshFolder, type Home, type Transport } from './home.ts';
import { bareEnvironment } from './launch.ts';
import { isAlive } from './locks.ts';

/** Makes the data folder, by initdb. */
export async function createCluster(home: Home, binaries: Binaries, transport: Transport): Promise<void> {
  for (const name of await readdir(home.dir)) {
    // Left by an attempt that was interrupted; a folder of a process that still lives may be in the making.
    const maker = Number(/^data\.(\d+)\.tmp$/.exec(name)?.[1]);
    if (maker && maker !== process.pid && !isAlive(maker)) await rm(join(home.dir, name), { recursive: true });
  }
  const unfinished = join(home.dir, `data.${process.pid}.tmp`);
  await freshFolder(unfinished, home.account);
  const auth = transport === 'socket' ? ['--auth=trust'] : ['--auth=scram-sha-256', `--pwfile=${writePassword(home)}`];
  await run(home, program(binaries, 'initdb'), [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    '--encoding=UTF8',
    // Sorting that is the same on every machine and in every later version.
    '--locale-provider=builtin',
    ...localeFlags(),
    '--no-instructions',
    ...auth,
  ]);
  // Under its final name only when complete, so that a half-made one is never started. Two that start at the same
  // moment both get here: the second one goes on with the data of the first.
  await rename(unfinished, home.data).catch(async (error) => {
    if (!existsSync(join(home.data, 'PG_VERSION'))) throw error;
    await rm(unfinished, { recursive: true });
  });
}

/** LC_CTYPE matters beside the provider: with "C", pg_trgm knows no letters but ASCII and finds no Hindi name. */
function localeFlags(): string[] {
  if (process.platform === 'linux') return ['--locale=C.UTF-8'];
  return [
    '--locale=C',
    '--builtin-locale=C.UTF-8',
    `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'en-US'}`,
  ];
}

function writePassword(home: Home): string {
  if (!existsSync(home.password)) {
    writeFileSync(home.password, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (home.account) chownSync(home.password, home.account.uid, home.account.gid);
  }
  return home.password;
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

async function run(home: Home, command: string, args: string[]): Promise<void> {
  const child = spawn(command, args, {
    cwd: home.dir,
    env: bareEnvironment(),
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...spawnAs(home.account),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done));
  if (code === 0) return;
  throw new EmbeddedPostgresError('start_failed', `${command} ended with ${code}:\n${said.trim()}`);
}
