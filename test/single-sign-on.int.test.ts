/** Sign-in by a provider of OpenID Connect, over HTTP and with the provider's own answers. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openLink } from '../kernel/auth/messages.ts';
import { newId } from '../kernel/lib/ids.ts';
import { type FakeOidc, startFakeOidc } from './fakes/oidc.ts';
import { newOrganization, openTestApp, type TestApp, type TestOrganization } from './harness/index.ts';
import { cookieFrom, signIn as enter, PASSWORD, person, visitor } from './harness/people.ts';
import { codeOf } from './harness/totp.ts';

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

describe('an organization whose members sign in by the provider only', () => {
  let there: TestOrganization;
  let owner: Awaited<ReturnType<typeof person>>;
  let member: Awaited<ReturnType<typeof person>>;
  const only = async (on: boolean, role: 'owner' | 'admin' = 'owner') =>
    (await there.as(role)).patch('/settings/auth', { single_sign_on_only: on });
  const signIn = ({ email }: { email: string }) => visitor(app).post('/auth/sign-in', { email, password: PASSWORD });
  const mails = async (template: string) =>
    (
      await app.boot.database.system
        .selectFrom('message')
        .select('id')
        .where('organization_id', '=', there.id)
        .where('template', '=', template)
        .execute()
    ).length;
  beforeEach(async () => {
    there = await newOrganization(app);
    owner = await person(app, there, 'owner');
    member = await person(app, there, 'admin');
  });

  test('is chosen by an owner, and only where there is a provider', async () => {
    expect((await only(true, 'admin')).status).toBe(403);
    expect((await only(true)).status).toBe(200);
    const without = await openTestApp({});
    try {
      const alone = await (await newOrganization(without)).as('owner');
      const refused = await alone.patch('/settings/auth', { single_sign_on_only: true });
      expect([refused.status, Object.keys(refused.body.error.fields)]).toEqual([422, ['single_sign_on_only']]);
    } finally {
      await without.close();
    }
  });

  test('refuses a member’s password with a sentence, and whoever has not got it learns nothing', async () => {
    expect((await signIn(member)).status).toBe(200);
    await only(true);
    const sessions = () =>
      app.boot.database.system.selectFrom('auth_session').select('id').where('user_id', '=', member.id).execute();
    const before = await sessions();
    const refused = await signIn(member);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'auth.single_sign_on_only']);
    expect(refused.body.error.message).toContain('Fair accounts');
    expect(refused.headers['set-cookie']).toBeUndefined();
    expect(await sessions()).toEqual(before);
    const wrong = await visitor(app).post('/auth/sign-in', { email: member.email, password: 'not the password' });
    expect(wrong.body.error.code).toBe('auth.wrong_credentials');
    const token = await visitor(app).post('/auth/token', { email: member.email, password: PASSWORD });
    expect(token.body.error.code).toBe('auth.single_sign_on_only');
    // By the provider they come in.
    oidc.person = { sub: newId(), email: member.email, email_verified: true };
    expect((await (await go()).browser.get('/session')).body.data.user.email).toBe(member.email);
    await only(false);
    expect((await signIn(member)).status).toBe(200);
  });

  test('stops what members began with a password, at once; what the provider began goes on', async () => {
    const { browser } = await enter(app, { email: member.email, password: PASSWORD });
    const owners = await enter(app, { email: owner.email, password: PASSWORD });
    const { access_token, refresh_token } = (
      await visitor(app).post('/auth/token', { email: member.email, password: PASSWORD })
    ).body.data;
    const program = visitor(app, { authorization: `Bearer ${access_token}` });
    oidc.person = { sub: newId(), email: member.email, email_verified: true };
    const provided = (await go()).browser;
    const opened = async () =>
      Promise.all([browser, program, provided, owners.browser].map(async (one) => (await one.get('/settings')).status));
    expect(await opened()).toEqual([200, 200, 200, 200]);
    // A change that is refused ends nothing.
    expect((await only(true, 'admin')).status).toBe(403);
    expect(await opened()).toEqual([200, 200, 200, 200]);
    expect((await only(true)).status).toBe(200);
    expect(await opened()).toEqual([401, 401, 200, 200]);
    const renewed = await visitor(app).post('/auth/token/refresh', { refresh_token });
    const again = visitor(app, { authorization: `Bearer ${renewed.body.data?.access_token}` });
    expect((await again.get('/settings')).status).toBe(401);
    const entries = await there.ctx.db
      .selectFrom('audit_entry')
      .select(['actor_kind', 'after'])
      .where('organization_id', '=', there.id)
      .where('action', '=', 'settings.changed')
      .where('subject_id', '=', 'auth')
      .execute();
    expect(entries).toEqual([{ actor_kind: 'user', after: { single_sign_on_only: true } }]);
    // Whoever is an owner no more is asked, too.
    const demoted = await (await there.as('owner')).patch(`/members/${owner.id}`, { role: 'admin' });
    expect(demoted.status, JSON.stringify(demoted.body)).toBe(200);
    expect(await opened()).toEqual([401, 401, 200, 401]);
  });

  test('a session of the provider stays one when its second factor changes', async () => {
    await only(true);
    oidc.person = { sub: newId(), email: member.email, email_verified: true };
    const { browser } = await go();
    const { otpauth_uri } = (await browser.post('/auth/two-factor/enable', { password: PASSWORD })).body.data;
    const confirmed = await browser.post('/auth/two-factor/confirm', { code: await codeOf(otpauth_uri) });
    const renewed = visitor(app, { cookie: cookieFrom(confirmed.headers), 'x-csrf-token': '1' });
    expect([(await browser.get('/settings')).status, (await renewed.get('/settings')).status]).toEqual([401, 200]);
  });

  test('a sign-in at the same moment as the change opens nothing after it', async () => {
    const [{ browser }] = await Promise.all([enter(app, { email: member.email, password: PASSWORD }), only(true)]);
    expect((await browser.get('/settings')).status).toBe(401);
  });

  test('an invitation is accepted, with a password that opens nothing here', async () => {
    await only(true);
    const invite = async (email: string) => {
      const { url } = (await (await there.as('owner')).post('/invitations', { email, role: 'admin' })).body.data;
      return url.split('token=')[1] as string;
    };
    const members = async () =>
      (await (await there.as('owner')).get('/members')).body.data.map((one: { email: string }) => one.email);
    const sessionsOf = (email: string) =>
      app.boot.database.system
        .selectFrom('auth_session as s')
        .innerJoin('auth_user as u', 'u.id', 's.user_id')
        .select('s.id')
        .where('u.email', '=', email)
        .execute();
    const email = `${newId()}@people.example`;
    const token = await invite(email);
    const joined = await visitor(app).post('/auth/accept-invitation', { token, name: 'Ravi', password: PASSWORD });
    expect([joined.status, joined.headers['set-cookie']]).toEqual([200, undefined]);
    expect([await members(), await sessionsOf(email)]).toEqual([expect.arrayContaining([email]), []]);
    expect((await signIn({ email })).body.error.code).toBe('auth.single_sign_on_only');
    // The link that their mailbox got proves the address; this one was copied.
    const { system } = app.boot.database;
    await system.updateTable('auth_user').set({ email_verified: true }).where('email', '=', email).execute();
    oidc.person = { sub: newId(), email, email_verified: true };
    expect((await (await go()).browser.get('/session')).body.data.organization.id).toBe(there.id);
    // With the account of another organization, where the password worked until now.
    const theirs = { token: await invite(asha.email), password: PASSWORD };
    const known = await visitor(app).post('/auth/accept-invitation', theirs);
    expect([known.status, known.headers['set-cookie']]).toEqual([200, undefined]);
    expect([await members(), await sessionsOf(asha.email)]).toEqual([expect.arrayContaining([asha.email]), []]);
    // And signed in there: the session that a password began reaches no further.
    const other = await person(app, organization, 'admin');
    const { browser } = await enter(app, { email: other.email, password: PASSWORD });
    expect((await browser.post('/auth/accept-invitation', { token: await invite(other.email) })).status).toBe(200);
    expect((await browser.get('/settings')).status).toBe(401);
  });

  test('never locks an owner out: their password works, and so does that of who owns another organization', async () => {
    await only(true);
    expect((await signIn(owner)).status).toBe(200);
    const elsewhere = await newOrganization(app);
    const now = app.clock.now();
    await app.boot.database.system
      .insertInto('membership')
      .values({ organization_id: elsewhere.id, user_id: member.id, role: 'owner', created_at: now })
      .execute();
    expect((await signIn(member)).status).toBe(200);
  });

  test('sends a member no link for a new password, but how to sign in; a link of before sets none', async () => {
    await visitor(app).post('/auth/forgot-password', { email: member.email });
    const sealed = await app.boot.database.system
      .selectFrom('message')
      .select('params')
      .where('organization_id', '=', there.id)
      .where('template', '=', 'auth.reset_password')
      .executeTakeFirstOrThrow();
    const token = openLink(there.ctx, (sealed.params as { sealedToken: string }).sealedToken);
    await only(true);
    const answer = await visitor(app).post('/auth/forgot-password', { email: member.email });
    expect(answer.status).toBe(200);
    expect([await mails('auth.reset_password'), await mails('auth.sign_in_by_provider')]).toEqual([1, 1]);
    const late = await visitor(app).post('/auth/reset-password', { token, password: 'a password of theirs' });
    expect([late.status, late.body.error.code]).toEqual([403, 'auth.single_sign_on_only']);
    await only(false);
    expect((await signIn(member)).status).toBe(200);
  });
});

test('the account page shows what is connected, and unlinks it', async () => {
  const { browser } = await go();
  const [one, ...more] = (await browser.get('/session/connected')).body.data;
  expect([one.provider, more]).toEqual(['Fair accounts', []]);
  const stranger = await organization.as('owner');
  expect((await stranger.get('/session/connected')).body.data).toEqual([]);
  expect((await stranger.delete(`/session/connected/${one.id}`)).status).toBe(404);
  expect((await browser.delete(`/session/connected/${one.id}`)).status).toBe(200);
  expect((await browser.delete(`/session/connected/${one.id}`)).body.error.code).toBe('auth.connected_not_found');
  expect(await accounts()).toEqual([]);
  const entries = await organization.ctx.db
    .selectFrom('audit_entry')
    .select('action')
    .where('subject_id', '=', asha.id)
    .where('action', '=', 'auth.connected.unlinked')
    .execute();
  expect(entries).toHaveLength(1);
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
