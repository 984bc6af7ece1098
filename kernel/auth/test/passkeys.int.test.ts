import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Lies, newAuthenticator } from '../../../test/fakes/authenticator.ts';
import { type FakeOidc, startFakeOidc } from '../../../test/fakes/oidc.ts';
import {
  type Caller,
  newOrganization,
  openTestApp,
  type TestApp,
  type TestOrganization,
} from '../../../test/harness/index.ts';
import { cookieFrom, PASSWORD, person, signIn, visitor } from '../../../test/harness/people.ts';
import { codeOf } from '../../../test/harness/totp.ts';
import { newId } from '../../lib/ids.ts';
import { setPassword } from '../index.ts';
import { openLink } from '../messages.ts';

/** Passkeys over HTTP, with a device in software. */
let app: TestApp;
let oidc: FakeOidc;
let organization: TestOrganization;
let asha: { id: string; email: string };
let session: { browser: Caller; cookie: string };
let device: ReturnType<typeof newAuthenticator>;
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
  session = await begun(asha);
  device = newAuthenticator(new URL(app.config.PUBLIC_URL).origin);
});

async function begun({ email }: { email: string }) {
  const { answer, browser } = await signIn(app, { email, password: PASSWORD });
  return { browser, cookie: cookieFrom(answer.headers) };
}
/** Asks what the browser is asked when somebody adds a passkey; `send` answers it. */
async function toAdd({ browser, cookie } = session) {
  const asked = await browser.post('/session/passkeys/options', { password: PASSWORD });
  expect(asked.status, JSON.stringify(asked.body)).toBe(200);
  const caller = visitor(app, { cookie: `${cookie}; ${cookieFrom(asked.headers)}`, 'x-csrf-token': '1' });
  return { options: asked.body.data.options, send: (body: object) => caller.post('/session/passkeys', body) };
}
async function add(name = 'Phone', from = session, key = device) {
  const { options, send } = await toAdd(from);
  const added = await send(key.make(options, {}, name));
  expect(added.status, JSON.stringify(added.body)).toBe(200);
}
/** The same for a sign-in, in a browser that nobody is signed in to. */
async function toEnter() {
  const asked = await visitor(app).post('/auth/passkey/options');
  expect(asked.status, JSON.stringify(asked.body)).toBe(200);
  const caller = visitor(app, { cookie: cookieFrom(asked.headers) });
  return { options: asked.body.data.options, send: (body: object) => caller.post('/auth/passkey', body) };
}
async function enter(lies: Lies = {}, key = device) {
  const { options, send } = await toEnter();
  const answer = await send(key.sign(options, lies));
  const cookie = cookieFrom(answer.headers);
  return { answer, code: answer.body.error?.code, browser: visitor(app, { cookie, 'x-csrf-token': '1' }) };
}
const list = async (browser = session.browser) => (await browser.get('/session/passkeys')).body.data;
const audited = async (action: string) =>
  app.boot.database.system
    .selectFrom('audit_entry')
    .select(['note', 'actor_id'])
    .where('organization_id', '=', organization.id)
    .where('subject_id', '=', asha.id)
    .where('action', '=', `auth.passkey.${action}`)
    .execute();
const sessions = async () =>
  (await app.boot.database.system.selectFrom('auth_session').select('id').where('user_id', '=', asha.id).execute())
    .length;

describe('a passkey', () => {
  it('is added with the password, signs in, and shows when it was used', async () => {
    await add('Asha’s phone');
    expect(await list()).toEqual([
      { id: expect.any(String), name: 'Asha’s phone', added_at: expect.any(String), last_used_at: null },
    ]);
    const { answer, browser } = await enter();
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const { user, organization: where, role } = (await browser.get('/session')).body.data;
    expect([user.email, where.id, role]).toEqual([asha.email, organization.id, 'admin']);
    expect(await list()).toMatchObject([{ last_used_at: expect.any(String) }]);
    expect(await audited('added')).toEqual([{ note: 'Asha’s phone', actor_id: asha.id }]);
    expect(await audited('used')).toEqual([{ note: 'Asha’s phone', actor_id: asha.id }]);
    // Its session is one like others.
    expect(await sessions()).toBe(2);
    expect((await browser.delete('/sessions')).body.data.ended).toBe(1);
  });

  it('is asked for by this server’s name, with the device unlocked, and not twice on one device', async () => {
    await add();
    const { options } = await toAdd();
    const host = new URL(app.config.PUBLIC_URL).hostname;
    expect(options).toMatchObject({
      rp: { id: host },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [{ id: device.keys[0]?.id }],
    });
    expect((await toEnter()).options).toMatchObject({ rpId: host, userVerification: 'required' });
    expect((await toEnter()).options.allowCredentials ?? []).toEqual([]);
  });

  it('stands for both factors', async () => {
    await add();
    const { otpauth_uri } = (await session.browser.post('/auth/two-factor/enable', { password: PASSWORD })).body.data;
    expect((await session.browser.post('/auth/two-factor/confirm', { code: await codeOf(otpauth_uri) })).status).toBe(
      200,
    );
    const byPassword = await visitor(app).post('/auth/sign-in', { email: asha.email, password: PASSWORD });
    expect(byPassword.body.error.code).toBe('auth.second_factor_required');
    const { browser } = await enter();
    expect((await browser.get('/session')).body.data.user.two_factor_enabled).toBe(true);
  });

  it('is not added without the password, by a key, or with a name of blanks', async () => {
    const wrong = await session.browser.post('/session/passkeys/options', { password: 'not the password' });
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'auth.wrong_password']);
    const nameless = await toAdd();
    const refused = await nameless.send(device.make(nameless.options, {}, '   '));
    expect([refused.status, refused.body.error.fields]).toEqual([400, { name: expect.any(String) }]);
    const forged = visitor(app, { cookie: session.cookie });
    expect((await forged.post('/session/passkeys/options', { password: PASSWORD })).body.error.code).toBe('http.csrf');
    expect(await list()).toEqual([]);
    expect(await audited('added')).toEqual([]);
  });

  it.each<[string, Lies, string]>([
    ['from another site', { origin: 'https://evil.example' }, 'auth.passkey_not_added'],
    ['for another server', { rpId: 'evil.example' }, 'auth.passkey_not_added'],
    ['of a device that nobody unlocked', { locked: true }, 'auth.passkey_not_unlocked'],
  ])('%s is not added', async (_, lies, code) => {
    const { options, send } = await toAdd();
    const refused = await send(device.make(options, lies));
    expect([refused.status, refused.body.error.code]).toEqual([400, code]);
    expect([await list(), await audited('added')]).toEqual([[], []]);
  });

  it.each<[string, Lies, string]>([
    ['on another site', { origin: 'https://evil.example' }, 'auth.passkey_refused'],
    ['for another server', { rpId: 'evil.example' }, 'auth.passkey_refused'],
    ['that nobody unlocked', { locked: true }, 'auth.passkey_not_unlocked'],
    ['that counts from before, as a copy does', { count: 1 }, 'auth.passkey_refused'],
  ])('%s signs nobody in', async (_, lies, code) => {
    await add();
    const before = await sessions();
    const refused = await enter(lies);
    expect(refused.code).toBe(code);
    expect(refused.answer.headers['set-cookie']).toBeUndefined();
    expect([await sessions(), await audited('used')]).toEqual([before, []]);
    expect((await enter()).answer.status).toBe(200);
  });

  it('answers a question once, in the browser that asked, and no other question', async () => {
    await add();
    const { options, send } = await toEnter();
    const given = device.sign(options);
    expect((await visitor(app).post('/auth/passkey', given)).body.error.code).toBe('auth.passkey_too_late');
    expect((await send(given)).status).toBe(200);
    expect((await send(given)).body.error.code).toBe('auth.passkey_too_late');
    const [one, other] = [await toEnter(), await toEnter()];
    expect((await one.send(device.sign(other.options))).body.error.code).toBe('auth.passkey_refused');
    // The question of a sign-in adds nothing, and one that was answered adds no second.
    const asked = await toAdd();
    const made = device.make(asked.options);
    expect((await asked.send(made)).status).toBe(200);
    expect((await asked.send(made)).body.error.code).toBe('auth.passkey_too_late');
    expect(await list()).toHaveLength(2);
  });

  it('of somebody else stays theirs: it is not removed, taken over or added by another person', async () => {
    await add();
    const [{ id }] = await list();
    const other = await begun(await person(app, organization, 'owner'));
    expect(await list(other.browser)).toEqual([]);
    const gone = await other.browser.post(`/session/passkeys/${id}/remove`, { password: PASSWORD });
    expect([gone.status, gone.body.error.code]).toEqual([404, 'auth.passkey_not_found']);
    // The question that Asha got, answered in the other's session.
    const asked = await session.browser.post('/session/passkeys/options', { password: PASSWORD });
    const mixed = visitor(app, { cookie: `${other.cookie}; ${cookieFrom(asked.headers)}`, 'x-csrf-token': '1' });
    const taken = await mixed.post('/session/passkeys', device.make(asked.body.data.options));
    expect([taken.status, taken.body.error.code]).toEqual([400, 'auth.passkey_too_late']);
    // The device's own key under the other's name: a key opens one account.
    const theirs = await toAdd(other);
    const [mine] = device.keys;
    if (!mine) throw new Error('no key');
    const stranger = newAuthenticator(new URL(app.config.PUBLIC_URL).origin);
    const copy = await theirs.send(stranger.make(theirs.options, { id: mine.id }));
    expect(copy.body.error.code).toBe('auth.passkey_not_added');
    expect([await list(other.browser), (await list()).length]).toEqual([[], 1]);
    // Signed by another key than the one that it names.
    const attempt = await toEnter();
    const forged = stranger.sign(attempt.options);
    expect((await attempt.send(forged)).body.error.code).toBe('auth.passkey_refused');
  });

  it('opens nothing when it was removed, and is removed with the password', async () => {
    await add('Old phone');
    const [{ id }] = await list();
    const wrong = await session.browser.post(`/session/passkeys/${id}/remove`, { password: 'not the password' });
    expect([wrong.body.error.code, (await list()).length]).toEqual(['auth.wrong_password', 1]);
    const waiting = await toEnter();
    expect((await session.browser.post(`/session/passkeys/${id}/remove`, { password: PASSWORD })).status).toBe(200);
    expect((await waiting.send(device.sign(waiting.options))).body.error.code).toBe('auth.passkey_unknown');
    expect((await enter()).code).toBe('auth.passkey_unknown');
    expect(await audited('removed')).toEqual([{ note: 'Old phone', actor_id: asha.id }]);
  });

  it('is one of twenty at most, also when two are added at once', async () => {
    const row = { user_id: asha.id, name: 'Key', public_key: 'x', counter: 0, device_type: 'x', backed_up: false };
    const rows = Array.from({ length: 19 }, () => ({ ...row, id: newId(), credential_id: newId() }));
    await app.boot.database.system.insertInto('auth_passkey').values(rows).execute();
    const both = [await toAdd(), await toAdd()];
    const answers = await Promise.all(both.map(({ options, send }) => send(device.make(options))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await list()).toHaveLength(20);
  });

  it('lets nobody in who was taken out of the organization, and goes with the account', async () => {
    await add();
    const removed = await (await organization.as('owner')).delete(`/members/${asha.id}`);
    expect(removed.status, JSON.stringify(removed.body)).toBe(200);
    const { browser } = await enter();
    expect((await browser.get('/session')).body.data.organization).toBeNull();
    expect((await browser.get('/settings')).status).toBe(403);
    const { system } = app.boot.database;
    await system.deleteFrom('auth_user').where('id', '=', asha.id).execute();
    expect((await enter()).code).toBe('auth.passkey_unknown');
  });

  it('ends when a new password is set by a mailed link or by the operator, and stays when its owner changes it', async () => {
    await add();
    const changed = { current_password: PASSWORD, new_password: 'nine clay bowls' };
    expect((await session.browser.post('/auth/change-password', changed)).status).toBe(200);
    expect((await enter()).answer.status).toBe(200);
    await visitor(app).post('/auth/forgot-password', { email: asha.email });
    const { params } = await app.boot.database.system
      .selectFrom('message')
      .select('params')
      .where('to_address', '=', asha.email)
      .where('template', '=', 'auth.reset_password')
      .executeTakeFirstOrThrow();
    const token = openLink(organization.ctx, (params as { sealedToken: string }).sealedToken);
    expect((await visitor(app).post('/auth/reset-password', { token, password: PASSWORD })).status).toBe(200);
    expect((await enter()).code).toBe('auth.passkey_unknown');
    session = await begun(asha);
    await add();
    const set = await setPassword(app.ctxFor(null, 'test'), { email: asha.email, password: PASSWORD });
    expect([set.ok, (await enter()).code]).toEqual([true, 'auth.passkey_unknown']);
  });

  it('opens nothing where members sign in by the provider only, as their password', async () => {
    await add();
    const { browser } = await enter();
    const owner = await organization.as('owner');
    try {
      await owner.patch('/settings/auth', { single_sign_on_only: true });
      const before = await sessions();
      const refused = await enter();
      expect([refused.answer.status, refused.code]).toEqual([403, 'auth.single_sign_on_only']);
      expect([await sessions(), await audited('used')]).toMatchObject([before, [{}]]);
      expect((await browser.get('/settings')).status).toBe(401);
      // Owners keep theirs.
      asha = await person(app, organization, 'owner');
      session = await begun(asha);
      await add();
      expect((await enter()).answer.status).toBe(200);
    } finally {
      await owner.patch('/settings/auth', { single_sign_on_only: false });
    }
  });

  it('can’t be begun by another site, and nonsense is refused before anything is looked up', async () => {
    const evil = visitor(app, { origin: 'https://evil.example' });
    expect((await evil.post('/auth/passkey/options')).body.error.code).toBe('http.csrf');
    await add();
    const { options, send } = await toEnter();
    const given = device.sign(options);
    for (const wrong of [{ id: '../x' }, { signature: '' }, { client_data: 'a'.repeat(5000) }, { more: 1 }])
      expect((await send({ ...given, ...wrong })).status).toBe(400);
    expect((await send({ ...given, client_data: 'AAAA' })).body.error.code).toBe('auth.passkey_refused');
  });
});
