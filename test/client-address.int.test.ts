import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Config, readConfig } from '../kernel/config/index.ts';
import { buildApp } from '../kernel/http/index.ts';
import { newOrganization, type TestApp, useTestApp } from './harness/index.ts';
import { cookieFrom, PASSWORD, person, visitor } from './harness/people.ts';

let app: TestApp;
const opened: FastifyInstance[] = [];
beforeAll(async () => {
  app = await useTestApp();
});
afterAll(() => Promise.all(opened.map((http) => http.close())));

async function appWith(config: Partial<Config>): Promise<TestApp> {
  const http = await buildApp({ ...app.boot, config: { ...app.config, ...config } });
  opened.push(http);
  await http.ready();
  return { ...app, http };
}

/** A request that comes through `proxy`, which wrote `forwarded`. */
const through = (app: TestApp, proxy: string, forwarded: string) =>
  visitor(app, { 'x-forwarded-for': forwarded }, proxy);

describe('the address of a client', () => {
  test('can’t be forged: without our own proxies X-Forwarded-For is ignored', async () => {
    const direct = await appWith({ RATE_LIMIT_PER_MINUTE: 10 });
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++)
      statuses.push((await through(direct, '203.0.113.50', `10.1.1.${i}`).get('/session')).status);
    expect(statuses.slice(0, 10).every((status) => status === 401)).toBe(true);
    expect(statuses.slice(10)).toEqual([429, 429]);
    expect((await through(direct, '203.0.113.51', '10.1.1.1').get('/session')).status, 'another client').toBe(401);
  });

  test('behind a proxy is the one that the proxy wrote, not an earlier entry', async () => {
    const proxied = await appWith({ RATE_LIMIT_PER_MINUTE: 10, TRUSTED_PROXIES: '1' });
    for (let i = 0; i < 10; i++)
      expect((await through(proxied, '127.0.0.1', `10.1.1.${i}, 198.51.100.7`).get('/session')).status).toBe(401);
    expect((await through(proxied, '127.0.0.1', '10.9.9.9, 198.51.100.7').get('/session')).status).toBe(429);
    expect((await through(proxied, '127.0.0.1', '198.51.100.8').get('/session')).status, 'another client').toBe(401);
    // When a client reaches the server past the proxy, the header is its own.
    for (let i = 0; i < 10; i++) await through(proxied, '203.0.113.60', `10.2.2.${i}`).get('/session');
    expect((await through(proxied, '203.0.113.60', '10.3.3.3').get('/session')).status).toBe(429);
  });

  test('is accepted from the configured networks', async () => {
    const named = await appWith({ RATE_LIMIT_PER_MINUTE: 10, TRUSTED_PROXIES: 'loopback, 203.0.113.0/24' });
    const chain = (client: string) => through(named, '127.0.0.1', `10.1.1.1, ${client}, 203.0.113.9`).get('/session');
    for (let i = 0; i < 10; i++) expect((await chain('198.51.100.20')).status).toBe(401);
    expect((await chain('198.51.100.20')).status).toBe(429);
    expect((await chain('198.51.100.21')).status).toBe(401);
  });

  test('of IPv6 counts by its /64, of IPv4 in IPv6 as IPv4', async () => {
    const direct = await appWith({ RATE_LIMIT_PER_MINUTE: 10 });
    const from = async (address: string) => (await visitor(direct, {}, address).get('/session')).status;
    for (let i = 0; i < 10; i++) expect(await from(`2001:db8:7:7:${i}::${i}`)).toBe(401);
    expect(await from('2001:db8:7:7:ffff::1')).toBe(429);
    expect(await from('2001:db8:7:8::1')).toBe(401);
    for (let i = 0; i < 10; i++) await from('203.0.113.70');
    expect(await from('::ffff:203.0.113.70')).toBe(429);
  });

  test('is the key of lock-outs: a forged one gives no more attempts', async () => {
    const organization = await newOrganization(app);
    const { email } = await person(app, organization, 'ops');
    const proxied = await appWith({ TRUSTED_PROXIES: '1' });
    // The first pause is a second, and a busy machine takes longer than that over a password.
    proxied.clock.stop();
    onTestFinished(() => proxied.clock.reset());
    const guess = (forged: string, client: string) =>
      through(proxied, '127.0.0.1', `${forged}, ${client}`).post('/auth/sign-in', { email, password: 'not this one' });
    for (let i = 0; i < 5; i++) expect((await guess(`10.1.1.${i}`, `2001:db8:9:9::${i}`)).status).toBe(401);
    expect((await guess('10.1.1.99', '2001:db8:9:9:ffff::1')).status).toBe(429);
  });

  test.each([
    ['<script>alert(1)</script>, 198.51.100.30', '198.51.100.30'],
    ['<script>alert(1)</script>', '127.0.0.1'],
    ['198.51.100.31:4711', '198.51.100.31'],
    ['::ffff:198.51.100.32', '198.51.100.32'],
    ['2001:DB8::5', '2001:db8::5'],
  ])('%s is listed and recorded as %s', async (forwarded, shown) => {
    const organization = await newOrganization(app);
    const { email, id } = await person(app, organization, 'ops');
    const proxied = await appWith({ TRUSTED_PROXIES: '2' });
    const signedIn = await through(proxied, '127.0.0.1', forwarded).post('/auth/sign-in', {
      email,
      password: PASSWORD,
    });
    expect(signedIn.status).toBe(200);
    const browser = visitor(proxied, { cookie: cookieFrom(signedIn.headers) });
    const sessions = (await browser.get('/sessions')).body.data;
    expect(sessions.map((one: { ip_address: string }) => one.ip_address)).toEqual([shown]);
    const entries = await organization.ctx.db
      .selectFrom('audit_entry')
      .select('ip')
      .where('actor_id', '=', id)
      .where('ip', 'is not', null)
      .execute();
    expect(new Set(entries.map(({ ip }) => ip))).toEqual(new Set([shown]));
  });
});

test('TRUSTED_PROXIES is read strictly, and its old variable is refused with a message', () => {
  const read = (env: Record<string, string>) => readConfig({ SECRET_KEY: 'x'.repeat(40), ...env });
  expect(() => read({ TRUSTED_PROXIES: 'true' })).toThrow(/TRUSTED_PROXIES is a number of proxies/);
  expect(() => read({ TRUSTED_PROXIES: '0.0.0.0/0' })).toThrow(/TRUSTED_PROXIES/);
  expect(() => read({ TRUST_PROXY: 'true' })).toThrow(/TRUST_PROXY is no longer read: set TRUSTED_PROXIES=1/);
  expect(read({ TRUST_PROXY: 'false', TRUSTED_PROXIES: 'private' }).TRUSTED_PROXIES).toBe('private');
});
