import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type OpenApp, openApp } from '../../server/app.ts';
import { modules } from '../../server/modules.ts';
import { caller, cloneDatabase, newOrganization, type TestApp, useTestApp } from '../../test/harness/index.ts';
import { signInAs } from '../../test/harness/sign-in.ts';
import { readConfig } from '../config/index.ts';
import { buildApp } from '../http/index.ts';
import { enclose, openEnvelope } from '../jobs/envelope.ts';
import { definePackage } from '../module/index.ts';
import { createLogger } from './index.ts';

const lines: string[] = [];
const mail = { state: 'up' as 'up' | 'down', hang: false };
const testPackage = definePackage({
  name: 'test-health',
  health: {
    mail: async () => {
      if (mail.hang) await new Promise(() => {});
      if (mail.state === 'down') throw Object.assign(new Error('connect to smtp.example'), { code: 'ECONNREFUSED' });
      return { state: 'up' };
    },
  },
});

let app: OpenApp;

beforeAll(async () => {
  const config = readConfig({
    DATABASE_URL: await cloneDatabase(inject('postgresUrl')),
    DATA_DIR: join(inject('filesDir'), `${process.pid}`),
    SECRET_KEY: 'a secret for tests only, long enough',
    PUBLIC_URL: 'http://localhost:3000',
    METRICS_TOKEN: 'scrape-me-if-you-can',
  });
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  modules.push(testPackage);
  app = await openApp({ config, log: createLogger('debug', destination), role: 'web', migrate: false });
  modules.splice(modules.indexOf(testPackage), 1);
});
afterAll(() => app?.close());

const get = (url: string, headers = {}) => app.http.inject({ method: 'GET', url, headers });
const logged = () => lines.splice(0).map((line) => JSON.parse(line));

describe('the log of a request', () => {
  it('is one JSON line with the request id, the route and who asked', async () => {
    const asTest = { ...app, config: app.boot.config } as unknown as TestApp;
    const organization = await newOrganization(asTest);
    const person = await signInAs(asTest, organization, 'ops');
    logged();
    const reply = await caller(asTest, person).get('/audit-entries?search=9845012345');
    expect(reply.status).toBe(200);
    const [line, ...more] = logged().filter((l) => l.message === 'answered');
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      level: 'info',
      reqId: reply.headers['x-request-id'],
      method: 'GET',
      route: '/api/v1/audit-entries',
      status: 200,
      actor: 'user',
      actorId: person.userId,
      organizationId: organization.id,
    });
    expect(line.ms).toBeGreaterThan(0);
  });

  it('holds no personal data and no secret, whatever was sent', async () => {
    const secrets = {
      email: 'asha.rao@mail.example.in',
      phone: '+919845012345',
      password: 'open-sesame-42',
      token: 'tok_9f8e7d6c5b4a',
      key: 'cf_live_abcdef0123456789',
    };
    logged();
    const payload = { email: secrets.email, password: secrets.password, phone: secrets.phone };
    await app.http.inject({ method: 'POST', url: '/api/v1/auth/sign-in', payload });
    await get(`/api/v1/nowhere/${secrets.phone}?token=${secrets.token}&email=${secrets.email}`);
    await get('/api/v1/audit-entries', { authorization: `Bearer ${secrets.key}`, cookie: `session=${secrets.token}` });
    await app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/sign-in',
      headers: { 'content-type': 'application/json' },
      payload: `{"email":"${secrets.email}",`,
    });
    // what code might log by mistake
    const log = app.ctxFor(null, 'test').log;
    log.warn({ customer: payload, err: new Error(`mail to ${secrets.email} bounced`) }, `call ${secrets.phone}`);
    log.info(`reset link ?token=${secrets.token}`);
    const text = lines.join('');
    expect(logged().length).toBeGreaterThanOrEqual(6);
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
    expect(text).not.toContain('9845012345');
  });
});

describe('the log of a job', () => {
  it('has the id of the request that enqueued it in each line', async () => {
    const request = { ...app.ctxFor(null, 'test'), requestId: 'request-of-a-person' };
    const inside = await openEnvelope(app.boot, 'test.job', enclose(request, {}));
    logged();
    inside?.log.info('one');
    inside?.log.warn({ rows: 2 }, 'two');
    const tagged = { reqId: 'request-of-a-person', job: 'test.job' };
    expect(logged()).toMatchObject([
      { ...tagged, message: 'one' },
      { ...tagged, rows: 2, message: 'two' },
    ]);
  });
});

describe('/api/v1/health', () => {
  const fresh = () => new Promise((resolve) => setTimeout(resolve, 1_050));

  it('names each part, and answers 200 while none is down', async () => {
    await fresh();
    for (const url of ['/api/v1/health/', '/api/v1/health']) {
      const reply = await get(url);
      expect(reply.statusCode).toBe(200);
      const { ok, data } = reply.json();
      expect(ok).toBe(true);
      expect(Object.keys(data.parts)).toEqual(expect.arrayContaining(['database', 'queue', 'mail', 'channels']));
      expect(data.parts.database).toMatchObject({ state: 'up', ms: expect.any(Number) });
      // this server runs with role=web, and no worker has started on its database
      expect(data.parts.queue).toMatchObject({ state: 'degraded', detail: 'no_worker' });
      expect(data.state).toBe('degraded');
    }
  });

  it('answers 503 when a part is down or silent, and still lists the others', async () => {
    mail.state = 'down';
    await fresh();
    const reply = await get('/api/v1/health/');
    expect(reply.statusCode).toBe(503);
    expect(reply.json()).toMatchObject({
      ok: false,
      error: { code: 'health.down', message: 'Not everything works: mail.' },
      data: { state: 'down', parts: { mail: { state: 'down', detail: 'ECONNREFUSED' }, database: { state: 'up' } } },
    });
    expect(reply.body).not.toContain('smtp.example');
    // the process itself can serve: a load balancer need not remove it
    expect((await get('/api/v1/health/ready')).statusCode).toBe(200);
    expect((await get('/api/v1/health/live')).statusCode).toBe(200);

    mail.hang = true;
    await fresh();
    expect((await get('/api/v1/health/')).json().data.parts.mail).toMatchObject({ state: 'down', detail: 'timeout' });
    Object.assign(mail, { state: 'up', hang: false });
  });
});

describe('/metrics', () => {
  it('counts requests by route, connections, jobs and the runtime', async () => {
    await get('/api/v1/health/live');
    const reply = await get('/metrics', { authorization: 'Bearer scrape-me-if-you-can' });
    expect(reply.statusCode).toBe(200);
    for (const line of [
      'counterfoil_http_request_duration_seconds_count{method="GET",route="/api/v1/health/live",status="200"}',
      'counterfoil_database_connections{state="idle"}',
      'counterfoil_jobs{job="tasks.sweep",state="ready"}',
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
    ]) {
      expect(reply.body).toContain(line);
    }
  });

  it('is refused without the token', async () => {
    expect((await get('/metrics')).statusCode).toBe(404);
    expect((await get('/metrics', { authorization: 'Bearer guess' })).statusCode).toBe(404);
  });

  it('without a configured token answers only this machine', async () => {
    const { http } = await useTestApp();
    const from = (remoteAddress: string, headers = {}) => http.inject({ url: '/metrics', remoteAddress, headers });
    expect((await from('127.0.0.1')).statusCode).toBe(200);
    expect((await from('203.0.113.9')).statusCode).toBe(404);
    expect((await from('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' })).statusCode).toBe(404);
  });

  it('without a configured token is closed where PUBLIC_URL is public: a proxy may send no header', async () => {
    const test = await useTestApp();
    const scrape = async (PUBLIC_URL: string) => {
      const http = await buildApp({ ...test.boot, config: { ...test.config, PUBLIC_URL } });
      const { statusCode } = await http.inject({ url: '/metrics', remoteAddress: '127.0.0.1' });
      await http.close();
      return statusCode;
    };
    expect(await scrape('https://desk.example')).toBe(404);
    expect(await scrape('http://127.0.0.1:3000')).toBe(200);
  });
});
