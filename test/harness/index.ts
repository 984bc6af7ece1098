import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import pg from 'pg';
import { pino } from 'pino';
import { inject } from 'vitest';
import { readConfig } from '../../kernel/config/index.ts';
import type { Ctx, Organization, Role } from '../../kernel/ctx/index.ts';
import { newId } from '../../kernel/lib/ids.ts';
import { openApp } from '../../server/app.ts';
import { atEndOfFile } from './end-of-file.ts';
import { databaseUrl } from './global-setup.ts';
import { signInAs } from './sign-in.ts';
import { type TestApp, TestClock } from './test-app.ts';

export { databaseUrl } from './global-setup.ts';
export { type TestApp, TestClock } from './test-app.ts';

/** The key with which test servers encrypt and sign. */
export const SECRET_KEY = 'a secret for tests only, long enough';

const workers = globalThis as { counterfoilApp?: Promise<TestApp> };

/** The server of this worker, on its own clone of the template; opened once and kept for the worker's life. */
export function useTestApp(): Promise<TestApp> {
  workers.counterfoilApp ??= clone(inject('postgresUrl')).then(({ url }) => openAppOn(url, {}));
  return workers.counterfoilApp;
}

/**
 * A separate application, for tests that change its configuration or stop it; closed after the file. `on` is a new
 * clone unless the connection string of an existing one is given.
 */
export async function openTestApp(env: Record<string, string>, on?: string): Promise<TestApp> {
  const app = await openAppOn(on ?? (await cloneDatabase(inject('postgresUrl'))), env);
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= app.close();
    return closed;
  };
  atEndOfFile(close);
  return { ...app, close };
}

async function openAppOn(url: string, env: Record<string, string>): Promise<TestApp> {
  const clock = new TestClock();
  const config = readConfig({
    DATABASE_URL: url,
    DATABASE_POOL: '12',
    DATA_DIR: join(inject('filesDir'), `${process.pid}`),
    SECRET_KEY,
    LOG_LEVEL: 'silent',
    PUBLIC_URL: 'http://localhost:3000',
    RATE_LIMIT_PER_MINUTE: '1000000',
    // Fakes on this machine stand for outside services.
    ALLOW_PRIVATE_ADDRESSES: 'true',
    // Many applications run side by side, and there is one usual port.
    ...(env.MQTT_PORT === undefined && { ENABLE_MQTT: 'false' }),
    ...env,
  });
  const app = await openApp({ config, log: pino({ level: config.LOG_LEVEL }), clock, migrate: false });
  return {
    ...app,
    clock,
    config,
    adminUrl: databaseUrl(inject('postgresUrl'), new URL(url.replace('@/', '@localhost/')).pathname.slice(1)),
  };
}

/**
 * A fresh clone of the migrated template, owned by the role that owns the tables; returns its connection string. It is
 * removed after the file, unless somebody is still connected: the clones are in memory.
 */
export async function cloneDatabase(adminUrl: string): Promise<string> {
  const { name, url } = await clone(adminUrl);
  atEndOfFile(() => execute(adminUrl, `drop database if exists ${name}`));
  return url;
}

async function clone(adminUrl: string): Promise<{ name: string; url: string }> {
  const name = `test_${newId().replaceAll('-', '')}`;
  await execute(adminUrl, `create database ${name} template template_test owner counterfoil strategy file_copy`);
  return { name, url: databaseUrl(adminUrl, name).replace('//postgres', '//counterfoil') };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

export type Caller = {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** headers that make a request this person's, for requests that the helpers above can't send */
  headers: Record<string, string>;
  userId: string;
};

// biome-ignore lint/suspicious/noExplicitAny: a test reads the answer it expects
export type Answer = { status: number; body: any; headers: Record<string, any>; raw: Buffer };

export type TestOrganization = Organization & {
  /** a context of the server itself in this organization */
  ctx: Ctx;
  /** a new person with this role, signed in */
  as(role: Role): Promise<Caller>;
};

/** A new organization; each test has its own, so that nothing needs cleaning. */
export async function newOrganization(app: TestApp, over: Partial<Organization> = {}): Promise<TestOrganization> {
  const id = newId();
  const organization: Organization = {
    id,
    name: 'Test Organization',
    slug: `t-${id}`,
    timeZone: 'Asia/Kolkata',
    currency: 'INR',
    country: 'IN',
    language: 'en',
    modules: app.boot.manifests.map((m) => m.name),
    ...over,
  };
  const { timeZone, ...rest } = organization;
  await app.boot.database.system
    .insertInto('organization')
    .values({ ...rest, time_zone: timeZone })
    .execute();
  return {
    ...organization,
    ctx: app.ctxFor(organization, 'test'),
    as: async (role) => caller(app, await signInAs(app, organization, role)),
  };
}

export function caller(app: TestApp, signedIn: { headers: Record<string, string>; userId: string }): Caller {
  const send = async (options: InjectOptions): Promise<Answer> => {
    const reply = await app.http.inject({ ...options, headers: { ...signedIn.headers, ...options.headers } });
    const json = String(reply.headers['content-type']).includes('json');
    return {
      status: reply.statusCode,
      body: json ? reply.json() : reply.body,
      headers: reply.headers,
      raw: reply.rawPayload,
    };
  };
  const url = (path: string) => (path.startsWith('/api/') ? path : `/api/v1${path}`);
  const withBody =
    (method: 'POST' | 'PATCH') =>
    (path: string, body: unknown = {}, headers = {}) =>
      send({ method, url: url(path), payload: body as object, headers });
  return {
    ...signedIn,
    get: (path, headers = {}) => send({ method: 'GET', url: url(path), headers }),
    post: withBody('POST'),
    patch: withBody('PATCH'),
    delete: (path, headers = {}) => send({ method: 'DELETE', url: url(path), headers }),
  };
}

/**
 * Waits until `check` returns something, for work in the background. Fails with a clear message, but late: a machine
 * may be busy, and waiting costs nothing when the test passes.
 */
export async function eventually<T>(
  check: () => Promise<T | undefined | null | false>,
  what = 'it',
  within = 150_000,
): Promise<T> {
  const until = Date.now() + within;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > until) throw new Error(`waited ${within} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
