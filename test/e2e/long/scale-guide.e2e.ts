import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { hasPooler } from '../../faults/pooler.ts';
import { freePort, newFolder, run, type Server } from '../support/server.ts';

/**
 * The blocks of docs/scale.md in their order, with a PostgreSQL and a PgBouncer of Debian in the place of its machines:
 * after each the program works on. Words of the page that name a machine are replaced, and nothing else.
 */
const VERSIONS = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').map(Number) : [];
const BIN = `/usr/lib/postgresql/${Math.max(0, ...VERSIONS)}/bin`;
const here = existsSync(join(BIN, 'pg_basebackup')) && hasPooler && process.getuid?.() === 0;
if (!here) console.warn('left out: Debian’s postgresql and pgbouncer are not here, or this is not root');

const GUIDE = readFileSync('docs/scale.md', 'utf8');
const blocks = [...GUIDE.matchAll(/```(\w*)\n([^`]*)```/g)].map(([, kind = '', text = '']) => ({ kind, text }));
const folder = newFolder();
const children: ChildProcess[] = [];
const servers: Server[] = [];
afterAll(async () => {
  await Promise.all(servers.map((one) => one.stop()));
  for (const child of children.reverse()) {
    if (child.exitCode !== null) continue;
    const exited = once(child, 'exit');
    child.kill('SIGINT');
    await exited;
  }
  folder.remove();
});

/** The account that Debian's package has made. */
const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));

async function start(data: string, port: number, account: { uid: number; gid: number }): Promise<void> {
  const flags = { port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '', ssl: 'on' };
  const options = Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(BIN, 'postgres'), ['-D', data, ...options], { stdio: 'ignore', ...account });
  children.push(child);
  await expect.poll(() => sql(port, 'select 1', 'postgres').then(() => 'up', String)).toBe('up');
}

async function sql(port: number, text: string, database = 'counterfoil'): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: `postgres://postgres:superuser@127.0.0.1:${port}/${database}` });
  await client.connect().catch(() => client.end().finally(() => Promise.reject(new Error('not up'))));
  return client.query(text).finally(() => client.end());
}

test.skipIf(!here)('each block of the page works, one after the other', async () => {
  const account = { uid: idOf('-u'), gid: idOf('-g') };
  const [primary, standby, pooler] = [await freePort(), await freePort(), await freePort()];
  const [data, copy] = [join(folder.path, 'primary'), join(folder.path, 'standby')];
  const own = (path: string) => chownSync(path, account.uid, account.gid);
  const password = join(folder.path, 'password');
  writeFileSync(password, 'superuser');
  for (const path of [data, copy]) mkdirSync(path, { mode: 0o700 });
  for (const path of [data, copy, password]) own(path);
  const as = { ...account, cwd: folder.path, encoding: 'utf8' } as const;
  execFileSync(join(BIN, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${password}`], as);
  const [key, crt] = [join(data, 'server.key'), join(data, 'server.crt')];
  const subject = ['-subj', '/CN=primary', '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
  execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', crt], { ...as, stdio: 'pipe' });
  chmodSync(key, 0o600);
  await start(data, primary, account);
  await sql(primary, `create role counterfoil login createrole password 'secret'`, 'postgres');
  await sql(primary, 'create database counterfoil owner counterfoil', 'postgres');

  /** The next block, with the machines of this test. */
  const next = (kind: string, contains: string): string => {
    const block = blocks.shift();
    expect(block, `the page goes on with ${contains}`).toMatchObject({ kind, text: expect.stringContaining(contains) });
    return (block as { text: string }).text;
  };
  const settings = (text: string) =>
    Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/) as [string, string])
        .map(([name, address]) => [
          name,
          address
            .replace('primary,standby', `127.0.0.1:${primary},127.0.0.1:${standby}`)
            .replace('pgbouncer:6432', `127.0.0.1:${pooler}`)
            .replace(/@primary\b/, `@127.0.0.1:${primary}`)
            .replace('//replica', `//127.0.0.1:${standby}`),
        ]),
    ) as Record<string, string>;
  let env: Record<string, string> = {
    DATA_DIR: join(folder.path, 'data'),
    DATABASE_URL: `postgres://counterfoil:secret@127.0.0.1:${primary}/counterfoil`,
    SECRET_KEY: 'a secret for tests only, long enough',
    ENABLE_MQTT: 'false',
  };
  const counterfoil = async (...args: string[]) => {
    const command = run(args, env);
    expect(await command.exited, command.output()).toBe(0);
    return command.output();
  };
  mkdirSync(env.DATA_DIR as string);
  const founder = [
    '--owner-name',
    'Meera',
    '--owner-email',
    'meera@fair.example',
    '--organization',
    'Fair',
    '--modules',
    'exhibition',
  ];
  await counterfoil('setup', ...founder);
  let people = 0;
  /** Something is written, and read again. */
  const works = async () => {
    await counterfoil('create-user', '--name', 'One', '--email', `p${++people}@fair.example`);
    expect(await counterfoil('user', 'list')).toContain(`p${people}@fair.example`);
  };
  /** The blocks that start processes, with the settings of that time. */
  const serve = async (...args: string[]) => {
    const port = String(await freePort());
    const server = run(args, { ...env, PORT: port, PUBLIC_URL: `http://localhost:${port}`, LOG_LEVEL: 'info' });
    servers.push(server);
    await server.printed(/Counterfoil is open at|worker started/);
    return server;
  };
  const roles = next('sh', '--role=web').matchAll(/^npm start -- (--role=\w+)/gm);
  for (const [, role] of roles) await serve('start', role as string);

  // A standby.
  await sql(primary, next('sql', 'create role replicator'));
  appendFileSync(join(data, 'pg_hba.conf'), next('', 'hostssl replication').replace('192.168.7.3', '127.0.0.1'));
  await sql(primary, next('sql', 'pg_reload_conf'));
  const [program, ...args] = next('sh', 'pg_basebackup')
    .trim()
    .replace('-h primary', `-h 127.0.0.1 -p ${primary}`)
    .replace(/-D \S+/, `-D ${copy}`)
    .split(' ') as [string, ...string[]];
  execFileSync(join(BIN, program), args, { ...as, env: { PGPASSWORD: 'another secret' } });
  await start(copy, standby, account);
  const [shown, ...statements] = next('sql', 'synchronous_standby_names').trim().split('\n') as [string, ...string[]];
  await expect.poll(async () => (await sql(primary, shown)).rows.map(({ state }) => state)).toEqual(['streaming']);
  for (const statement of statements) await sql(primary, statement);
  const synchronous = 'select sync_state from pg_stat_replication';
  await expect.poll(async () => (await sql(primary, synchronous)).rows[0]?.sync_state).toBe('quorum');
  await works();
  env = { ...env, ...settings(next('sh', '@primary,standby')) };
  await works();

  // A replica for lists.
  env = { ...env, ...settings(next('sh', 'DATABASE_READ_URL')) };
  const reads = await serve('start', '--role=web');
  expect((await fetch(`${reads.url}/api/v1/health/ready`)).status).toBe(200);
  const { DATABASE_READ_URL: _replica, ...rest } = env;

  // PgBouncer.
  await sql(primary, next('sql', 'create role pgbouncer'));
  const [ini, users] = ['pgbouncer.ini', 'userlist.txt'].map((name) => join(folder.path, name)) as [string, string];
  const text = next('ini', 'auth_query')
    .replace('host=primary', `host=127.0.0.1 port=${primary}`)
    .replace('0.0.0.0', '127.0.0.1')
    .replace('6432', String(pooler))
    .replace('/etc/pgbouncer/userlist.txt', users);
  writeFileSync(ini, `${text}unix_socket_dir =\n`);
  writeFileSync(users, next('', 'a third secret'), { mode: 0o600 });
  for (const path of [ini, users]) own(path);
  children.push(spawn('/usr/sbin/pgbouncer', [ini], { ...account, stdio: 'ignore' }));
  env = { ...rest, ...settings(next('sh', 'DATABASE_DIRECT_URL')) };
  await works();
  const pooled = await serve('start', '--role=web');
  expect((await fetch(`${pooled.url}/api/v1/health/ready`)).status).toBe(200);
  expect(blocks).toEqual([]);
});
