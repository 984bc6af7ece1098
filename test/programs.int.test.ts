import { beforeAll, describe, expect, test } from 'vitest';
import { takesKey } from '../kernel/http/index.ts';
import { newId } from '../kernel/lib/ids.ts';
import { type Caller, newOrganization, type TestApp, type TestOrganization, useTestApp } from './harness/index.ts';

/** What programs rely on at every route. */
let app: TestApp;
let there: TestOrganization;
let owner: Caller;
beforeAll(async () => {
  app = await useTestApp();
  there = await newOrganization(app);
  owner = await there.as('owner');
});

const raffle = async (by = owner) =>
  (
    await by.post('/raffle/raffles', {
      title: `Bikes ${newId()}`,
      ticket_price: '10.00',
      first_number: 1,
      last_number: 20,
    })
  ).body.data as { id: string };

describe('Idempotency-Key', () => {
  test('is taken by every POST of a known caller, but for those that say why not', () => {
    const routes = app.boot.manifests.flatMap((manifest) => manifest.routes ?? []);
    const posts = routes.filter(({ method, permission }) => method === 'POST' && permission !== 'public');
    const without = posts.filter((route) => !takesKey(route) && !route.upload && !route.byParts);
    expect(without.map(({ path }) => path).sort()).toEqual([
      '/approvals/pin',
      '/auth/change-password',
      '/auth/sign-out',
      '/auth/two-factor/confirm',
      '/auth/two-factor/disable',
      '/auth/two-factor/enable',
      '/coffee/rollouts/preview',
      '/credentials/verify',
      '/documents/printers/print',
      '/electricity/my/purchases/{id}/charge',
      '/jobs/{id}/discard',
      '/jobs/{id}/retry',
      '/mess/scanner/admit',
      '/mess/scanner/scan',
      '/messages/test-mail',
      '/organizations',
      '/payment-attempts/{id}/poll',
      '/session/organization',
      '/session/passkeys',
      '/session/passkeys/options',
      '/session/passkeys/{id}/remove',
      '/statements/{id}/propose',
    ]);
  });

  test('gives a repeated request its first answer, and nothing happens twice', async () => {
    const { id } = await raffle();
    const key = { 'idempotency-key': newId() };
    const rotated = await Promise.all([1, 2].map(() => owner.post('/credentials/keys/rotate', undefined, key)));
    const again = await owner.post('/credentials/keys/rotate', undefined, key);
    expect(rotated.map(({ status }) => status)).toEqual([again.status, again.status]);
    expect(new Set([...rotated, again].map(({ body }) => JSON.stringify(body.data))).size).toBe(1);
    const entries = await app.boot.database.system
      .selectFrom('audit_entry')
      .select('id')
      .where('organization_id', '=', there.id)
      .where('action', '=', 'credentials.key.rotated')
      .execute();
    expect(entries).toHaveLength(1);
    const same = { 'idempotency-key': newId() };
    expect((await owner.post(`/raffle/raffles/${id}/generate-numbers`, { last_number: 30 }, same)).status).toBe(200);
    const other = await owner.post(`/raffle/raffles/${id}/generate-numbers`, { last_number: 40 }, same);
    expect([other.status, other.body.error.code]).toEqual([422, 'http.idempotency_mismatch']);
  });

  test('keeps no secret: who asks again is told that it was done', async () => {
    const key = { 'idempotency-key': newId() };
    const input = { name: 'Till of the shop', role: 'ops' };
    const first = await owner.post('/api-keys', input, key);
    expect([first.status, first.body.data.key]).toEqual([201, expect.stringMatching(/^cf_/)]);
    const again = await owner.post('/api-keys', input, key);
    expect([again.status, again.body.error.code]).toEqual([409, 'http.answer_not_kept']);
    expect((await owner.get('/api-keys')).body.data).toHaveLength(1);
    const kept = await app.boot.database.system
      .selectFrom('idempotency_key')
      .select('answer')
      .where('organization_id', '=', there.id)
      .where('key', '=', key['idempotency-key'])
      .execute();
    expect(kept).toEqual([{ answer: { ok: true } }]);
    expect((await owner.get(`/requests/${key['idempotency-key']}`)).body.data).toEqual({ state: 'done' });
  });
});

describe('bodies', () => {
  test('one that may be empty may be absent, also when its type is named', async () => {
    const { id } = await raffle();
    const url = `/api/v1/raffle/raffles/${id}/clone`;
    const headers = { ...owner.headers, 'content-type': 'application/json' };
    const none = await app.http.inject({ method: 'POST', url, headers: owner.headers });
    expect(none.statusCode, none.body).toBe(201);
    const empty = await app.http.inject({ method: 'POST', url, headers, payload: '' });
    expect(empty.statusCode).toBe(201);
    const needed = await app.http.inject({ method: 'POST', url: '/api/v1/raffle/raffles', headers, payload: '' });
    expect([needed.statusCode, needed.json().error.code]).toEqual([400, 'http.invalid']);
  });

  test('of alternatives the faults of the one that was meant are told', async () => {
    const command = async (body: object) => {
      const { status, body: answer } = await owner.post(`/coffee/machines/${newId()}/commands`, body);
      return [status, answer.error.code, Object.keys(answer.error.fields ?? {}).sort()];
    };
    expect(await command({ kind: 'set_temperature' })).toEqual([400, 'http.invalid', ['temperature']]);
    expect(await command({ kind: 'set_temperature', temperature: 500 })).toEqual([
      400,
      'http.invalid',
      ['temperature'],
    ]);
    expect(await command({ kind: 'lock', locked: true, loud: true })).toEqual([400, 'http.invalid', ['loud']]);
    expect(await command({ kind: 'sing' })).toEqual([400, 'http.invalid', ['kind']]);
    expect(await command({ kind: 'restart' })).toEqual([404, 'coffee.machine.not_found', []]);
  });
});

describe('headers', () => {
  test('an organization is named by its id or its short name, and one that is unknown is not "not yours"', async () => {
    const { headers } = owner;
    const organization = there;
    const ask = async (name: string) => {
      const reply = await app.http.inject({
        url: '/api/v1/organization',
        headers: { ...headers, 'x-organization': name },
      });
      return [reply.statusCode, reply.json().data?.id ?? reply.json().error.code];
    };
    const other = await newOrganization(app);
    expect(await ask(organization.slug)).toEqual([200, organization.id]);
    expect(await ask(organization.id)).toEqual([200, organization.id]);
    expect(await ask(other.slug)).toEqual([403, 'auth.not_a_member']);
    expect(await ask('no-such-place')).toEqual([404, 'auth.organization_unknown']);
  });

  test('say what is left, how to sign in, and where an older address has gone', async () => {
    const { headers } = await owner.get('/raffle/raffles');
    expect(headers.ratelimit).toMatch(/^"route";r=\d+;t=\d+$/);
    expect(headers['ratelimit-policy']).toMatch(/^"route";q=\d+;w=60$/);
    const challenge = async (authorization?: string) => {
      const reply = await app.http.inject({
        url: '/api/v1/session',
        headers: { ...(authorization && { authorization }) },
      });
      return [reply.statusCode, reply.headers['www-authenticate']];
    };
    expect(await challenge()).toEqual([401, 'Bearer realm="Counterfoil"']);
    expect(await challenge('Bearer cf_nonsense')).toEqual([401, 'Bearer realm="Counterfoil", error="invalid_token"']);
    const older = await app.http.inject({ url: '/api/raffles', headers: owner.headers });
    expect([older.statusCode, older.headers.deprecation, older.headers.link]).toEqual([
      200,
      expect.stringMatching(/^@\d+$/),
      '</api/v1/raffle/raffles>; rel="successor-version"',
    ]);
    expect(headers.deprecation).toBeUndefined();
  });
});
