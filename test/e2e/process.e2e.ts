import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startFakeSmtp } from '../fakes/smtp.ts';
import { type Caller, found, openExhibition, send } from './support/api.ts';
import { until } from './support/browser.ts';
import { dataFolder } from './support/data-folder.ts';
import { freePort, newFolder, run, type Server, start } from './support/server.ts';

/** Packages that cost 1 to 20 MB and that few requests need: loaded by `await import()` at the first use. */
const HEAVY = [
  '@aws-sdk/client-s3',
  'aedes',
  'better-auth',
  'cloudinary',
  'fontkit',
  'hucre',
  'mqtt',
  'nodemailer',
  'pdfmake',
  'playwright-core',
  'sharp',
  'tesseract.js',
  'zod',
];

const cleanups: (() => unknown)[] = [];
/** Cleanup for the end of the test, whether it passes or not, in reverse order. */
const later = (cleanup: () => unknown) => cleanups.push(cleanup);
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** `empty`: as before the first start. */
function dataDir(empty = false): string {
  const folder = empty ? newFolder() : dataFolder();
  later(folder.remove);
  return folder.path;
}

async function app(env: Record<string, string>, args: string[] = []): Promise<Server> {
  const server = await start(env, args);
  later(() => server.stop());
  return server;
}

const mailTo = (smtp: { host: string; port: number }) => ({
  EMAIL_HOST: smtp.host,
  EMAIL_PORT: String(smtp.port),
  EMAIL_USE_TLS: 'false',
});

/** Registers a customer; the result polls the state of their e-mail in the list. */
async function register(call: Caller, email: string): Promise<() => Promise<string>> {
  await openExhibition(call);
  const { code } = await call<{ code: string }>('POST', '/exhibition/customers', {
    name: 'Ananya Rao',
    email,
    phone: '+919845012345',
  });
  return () => call<{ email_state: string }>('GET', `/exhibition/customers/${code}`).then((one) => one.email_state);
}

describe('the process', () => {
  test('answers running requests after SIGTERM, takes nothing new, and ends with 0', async () => {
    const server = await app({ DATA_DIR: dataDir(true) });
    await found(server);
    const body = JSON.stringify({ email: 'nobody@example.com', password: 'not a password at all' });
    const answer = new Promise<number | undefined>((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        origin: server.url,
        'x-csrf-token': '1',
      };
      const slow = request(`${server.url}/api/v1/auth/sign-in`, { method: 'POST', headers }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      });
      slow.on('error', reject);
      // A slow phone: half of the request before the signal, half after it.
      slow.write(body.slice(0, 20));
      setTimeout(() => server.child.kill('SIGTERM'), 300);
      setTimeout(() => slow.end(body.slice(20)), 1000);
    });
    expect(await answer).toBe(401);
    expect(await server.exited).toBe(0);
    await expect(fetch(`${server.url}/api/v1/health/`)).rejects.toThrow();
  });

  test('leaves a running server alone: a second start on its data or its port is refused, in one message', async () => {
    const DATA_DIR = dataDir();
    const hook = join(import.meta.dirname, 'support/loaded.mjs');
    const first = await app({ DATA_DIR, NODE_OPTIONS: `--import=${hook}` });
    const sameData = run(['start'], { DATA_DIR, PORT: '0' });
    const samePort = run(['start'], { DATA_DIR: dataDir(), PORT: new URL(first.url).port });
    expect(await sameData.exited).toBe(1);
    expect(sameData.output()).toMatch(/in use by another Counterfoil/);
    expect(await samePort.exited).toBe(1);
    expect(samePort.output()).toMatch(/address already in use|PORT/);
    for (const refused of [sameData, samePort]) expect(refused.output()).not.toMatch(/\n\s+at /);
    expect((await send(first, 'GET', '/health/')).status).toBe(200);
    // What it has loaded for that, besides.
    await first.stop();
    const [, loaded = ''] = await first.printed(/^packages loaded: (.*)$/m);
    expect(loaded.split(' ')).toContain('fastify');
    expect(loaded.split(' ').filter((name) => HEAVY.includes(name))).toEqual([]);
  });

  test('ends with 1 when its database is killed, so that whoever watches it starts both again', async () => {
    const DATA_DIR = dataDir();
    const server = await app({ DATA_DIR });
    const [lockFile = ''] = globSync('**/postmaster.pid', { cwd: DATA_DIR });
    process.kill(Number.parseInt(readFileSync(join(DATA_DIR, lockFile), 'utf8'), 10), 'SIGKILL');
    expect(await server.exited).toBe(1);
    expect(server.output()).toMatch(/the embedded database ended/);
  });

  test('keeps mail while the SMTP server is down and sends it when it is back', async () => {
    const smtp = await startFakeSmtp();
    later(() => smtp.stop());
    await smtp.goDown();
    const server = await app({ DATA_DIR: dataDir(), ...mailTo(smtp) });
    const state = await register(await found(server), 'ananya@example.com');
    await until(async () => (await state()) === 'queued');
    // Long enough for a failed first attempt.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    // Another attempt may be in progress.
    expect(['queued', 'sending']).toContain(await state());
    await smtp.comeBack();
    // The pause before the second attempt: a minute at most, and shorter for an unreachable server.
    await smtp.waitFor({ to: 'ananya@example.com' });
    await until(async () => (await state()) === 'sent');
    expect(smtp.mails).toHaveLength(1);
  });
});

const bin = installedPostgres();
describe.skipIf(!bin)(
  `on a PostgreSQL of one's own ${bin ?? '(none is installed in /usr/lib/postgresql: skipped)'}`,
  () => {
    const folder = newFolder();
    const data = join(folder.path, 'pg');
    const asPostgres = (program: string, ...args: string[]) => {
      const account = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : [];
      const [command, ...rest] = [...account, join(bin as string, program), ...args];
      execFileSync(command as string, rest, { cwd: '/', stdio: ['ignore', 'ignore', 'inherit'] });
    };
    let port = 0;

    afterAll(() => {
      if (port) asPostgres('pg_ctl', '-D', data, '-m', 'fast', '-w', 'stop');
      folder.remove();
    });

    test('the web and the worker are two processes on one DATABASE_URL', async () => {
      if (process.getuid?.() === 0) {
        const [uid, gid] = ['-u', '-g'].map((flag) =>
          Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })),
        );
        chownSync(folder.path, uid as number, gid as number);
      }

      const free = await freePort();
      asPostgres('initdb', '-D', data, '-U', 'house', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N');
      const options = `-p ${free} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`;
      asPostgres('pg_ctl', '-D', data, '-w', '-l', join(folder.path, 'log'), '-o', options, 'start');
      port = free;

      const smtp = await startFakeSmtp();
      later(() => smtp.stop());
      const shared = {
        DATABASE_URL: `postgres://house@127.0.0.1:${port}/postgres`,
        SECRET_KEY: 'one key for both processes, long enough',
        ...mailTo(smtp),
      };
      const web = await app({ ...shared, DATA_DIR: dataDir(true) }, ['--role=web']);
      const call = await found(web);
      const state = await register(call, 'ananya@example.com');
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(await state()).toBe('queued');
      expect(smtp.connections).toBe(0);

      const worker = run(['start', '--role=worker'], {
        ...shared,
        DATA_DIR: dataDir(true),
        PUBLIC_URL: web.url,
        LOG_LEVEL: 'info',
      });
      later(() => worker.stop());
      await worker.printed(/worker started/);
      await smtp.waitFor({ to: 'ananya@example.com' });
      await until(async () => (await state()) === 'sent');
      // A change made by one process is answered by the other.
      const { organization } = await call<{ organization: { slug: string } }>('GET', '/session');
      const chat = `/chat/${organization.slug}/messages`;
      const sent = await send(web, 'POST', chat, { nonce: crypto.randomUUID(), text: 'hello' });
      const [cookie = ''] = sent.headers.getSetCookie().map((one) => one.split(';')[0]);
      await until(async () => {
        const answer = await send(web, 'GET', chat, undefined, { cookie });
        const { data } = (await answer.json()) as { data: { lines: { mine: boolean }[] } };
        return data.lines.some((line) => !line.mine);
      });
      expect(await worker.stop()).toBe(0);
      expect((await send(web, 'GET', '/health/')).status).toBe(200);
    });
  },
);

/** The folder of an installed server's programs, the oldest that is supported first; undefined when there is none. */
function installedPostgres(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root)
    .map(Number)
    .filter((version) => version >= 15);
  const [version] = versions.sort((a, b) => a - b);
  return version === undefined ? undefined : join(root, String(version), 'bin');
}
