/** Sign-in by a provider of OpenID Connect, over HTTP and with the provider's own answers. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../kernel/lib/ids.ts';
import { type FakeOidc, startFakeOidc } from './fakes/oidc.ts';
import { newOrganization, openTestApp, type TestApp, type TestOrganization } from './harness/index.ts';
import { cookieFrom, PASSWORD, person, visitor } from './harness/people.ts';

let app: TestApp;
let oidc: FakeOidc;
let organization: TestOrganization;
let asha: { id: string; email: string };
let sub: string;
beforeAll(async () => {
  oidc = await startFakeOidc();
  app = await openTestApp({ ...oidc.env });
  organization = await newOrganization(app);
});
afterAll(async () => {
  await app?.close();
  await oidc?.stop();
});
beforeEach(async () => {
  asha = await person(app, organization, 'admin');
  sub = newId();
  Object.assign(oidc, { lies: {}, foreignKey: false, down: false });
  oidc.person = { sub, email: asha.email, email_verified: true, name: 'Asha' };
});

/** As a browser goes: the button, the provider's page, and back with what it was given. */
async function go({ next = '', cookies = true } = {}) {
  const begun = await visitor(app).post('/auth/single-sign-on', { next });
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  const there = await fetch(begun.body.data.url, { redirect: 'manual' });
  expect(there.status, await there.text()).toBe(302);
  const { pathname, search } = new URL(there.headers.get('location') ?? '');
  const back = await app.http.inject({
    url: pathname + search,
    headers: cookies ? { cookie: cookieFrom(begun.headers) } : {},
  });
  expect(back.statusCode, back.body).toBe(302);
  const cookie = cookieFrom(back.headers);
  return { to: back.headers.location, browser: visitor(app, { cookie, 'x-csrf-token': '1' }), url: pathname + search };
}
const accounts = () =>
  app.boot.database.system
    .selectFrom('auth_account')
    .select(['account_id', 'access_token', 'id_token', 'refresh_token'])
    .where('user_id', '=', asha.id)
    .where('provider_id', '=', 'oidc')
    .execute();

test('signs in who was invited, keeps no token of the provider, and knows them by its own id from then on', async () => {
  expect((await visitor(app).get('/auth/single-sign-on')).body.data).toEqual({ name: 'Fair accounts' });
  const first = await go({ next: '/exhibition/sales' });
  expect(first.to).toBe('/console/exhibition/sales');
  const { user, role } = (await first.browser.get('/session')).body.data;
  expect([user.email, role]).toEqual([asha.email, 'admin']);
  expect(await accounts()).toEqual([{ account_id: sub, access_token: null, id_token: null, refresh_token: null }]);
  const entry = await organization.ctx.db
    .selectFrom('audit_entry')
    .select('action')
    .where('subject_id', '=', asha.id)
    .where('action', '=', 'auth.session.started')
    .execute();
  expect(entry).toHaveLength(1);
  // Their address changed there: it is the same person.
  oidc.person = { sub, email: `${newId()}@elsewhere.example`, email_verified: true };
  expect((await (await go()).browser.get('/session')).body.data.user.email).toBe(asha.email);
  expect(await accounts()).toHaveLength(1);
  // The password works beside it, and what happened once does not happen again.
  const again = await app.http.inject({ url: first.url, headers: { cookie: 'none=1' } });
  expect(again.headers.location).toBe('/console/login?refused=too_late');
  expect((await visitor(app).post('/auth/sign-in', { email: asha.email, password: PASSWORD })).status).toBe(200);
});

test.each<[string, { person?: object | null; lies?: object; foreignKey?: true }, string]>([
  ['somebody whom nobody invited', { person: { email: 'stranger@fair.example' } }, 'unknown'],
  ['an address that the provider has not proven', { person: { email_verified: false } }, 'unproven'],
  ['no address', { person: { email: undefined } }, 'failed'],
  ['somebody who cancels', { person: null }, 'denied'],
  ['a token for another program', { lies: { aud: 'another' } }, 'failed'],
  ['a token of another issuer', { lies: { iss: 'https://evil.example' } }, 'failed'],
  ['a token that is over', { lies: { exp: 1000 } }, 'failed'],
  ['a token for another sign-in', { lies: { nonce: 'another' } }, 'failed'],
  ['a token signed by somebody else', { foreignKey: true }, 'failed'],
])('refuses %s', async (_, { person: over, ...rest }, word) => {
  Object.assign(oidc, rest, { person: over === null ? null : { ...oidc.person, ...over } });
  const refused = await go();
  expect(refused.to).toBe(`/console/login?refused=${word}`);
  expect((await refused.browser.get('/session')).status).toBe(401);
  expect(await accounts()).toEqual([]);
});

test('an answer in another browser signs nobody in there', async () => {
  const other = await go({ cookies: false });
  expect(other.to).toBe('/console/login?refused=too_late');
  expect((await other.browser.get('/session')).status).toBe(401);
});

test('an account whose address was never proven here is not taken over by one there, nor the other way round', async () => {
  await app.boot.database.system
    .updateTable('auth_user')
    .set({ email_verified: false })
    .where('id', '=', asha.id)
    .execute();
  expect((await go()).to).toBe('/console/login?refused=unproven');
  expect(await accounts()).toEqual([]);
});

test('another site can’t begin it, and the next page stays in the console', async () => {
  const forged = await visitor(app, { origin: 'https://evil.example' }).post('/auth/single-sign-on', {});
  expect(forged.body.error.code).toBe('http.csrf');
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example'])
    expect((await go({ next })).to).toMatch(/^\/console\//);
});

test('a provider that is down says so, and is asked again; without one there is none', async () => {
  const lone = await openTestApp({ ...oidc.env });
  try {
    oidc.down = true;
    const down = await visitor(lone).post('/auth/single-sign-on', {});
    expect([down.status, down.body.error.code]).toEqual([503, 'auth.provider_unreachable']);
    oidc.down = false;
    expect((await visitor(lone).post('/auth/single-sign-on', {})).status).toBe(200);
  } finally {
    await lone.close();
  }
  const without = await openTestApp({});
  try {
    expect((await visitor(without).get('/auth/single-sign-on')).body.data).toEqual({ name: null });
    expect((await visitor(without).post('/auth/single-sign-on', {})).status).toBe(404);
  } finally {
    await without.close();
  }
});
