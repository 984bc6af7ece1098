import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Caller,
  newOrganization,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../../test/harness/index.ts';
import { cookieFrom, PASSWORD, person, signIn, visitor } from '../../../test/harness/people.ts';
import { codeOf } from '../../../test/harness/totp.ts';

let app: TestApp;
let organization: TestOrganization;
beforeAll(async () => {
  app = await useTestApp();
  organization = await newOrganization(app);
});

/** Turns the factor on with the code of the step before, so that the current code is left for signing in. */
async function turnOn(browser: Caller) {
  const { otpauth_uri, backup_codes } = (await browser.post('/auth/two-factor/enable', { password: PASSWORD })).body
    .data;
  const confirm = async () => browser.post('/auth/two-factor/confirm', { code: await codeOf(otpauth_uri, -1) });
  const step = Math.floor(Date.now() / 30_000);
  const first = await confirm();
  // The authenticator goes by the machine's clock, and its next step may have begun meanwhile.
  const confirmed = first.status === 200 || step === Math.floor(Date.now() / 30_000) ? first : await confirm();
  expect(confirmed.status).toBe(200);
  const renewed = visitor(app, { cookie: cookieFrom(confirmed.headers), 'x-csrf-token': '1' });
  return { otpauth_uri, backup_codes, renewed };
}

describe('the second factor', () => {
  it('is asked for only once it was confirmed with a code', async () => {
    const asha = await person(app, organization, 'admin');
    const { browser } = await signIn(app, { email: asha.email, password: PASSWORD });
    const wrong = await browser.post('/auth/two-factor/enable', { password: 'not the password' });
    expect(wrong.body.error.code).toBe('auth.wrong_password');
    const { otpauth_uri, backup_codes } = (await browser.post('/auth/two-factor/enable', { password: PASSWORD })).body
      .data;
    expect(otpauth_uri).toMatch(/^otpauth:\/\/totp\/Counterfoil/);
    expect(backup_codes).toHaveLength(10);
    expect((await signIn(app, { email: asha.email, password: PASSWORD })).answer.status).toBe(200);
    expect((await browser.post('/auth/two-factor/confirm', { code: '000000' })).body.error.code).toBe(
      'auth.wrong_code',
    );
    const confirmed = await browser.post('/auth/two-factor/confirm', { code: await codeOf(otpauth_uri) });
    expect(confirmed.status).toBe(200);
    expect((await browser.get('/session')).status).toBe(401);
    const renewed = visitor(app, { cookie: cookieFrom(confirmed.headers), 'x-csrf-token': '1' });
    const session = (await renewed.get('/session')).body.data;
    expect(session).toMatchObject({ user: { two_factor_enabled: true }, organization: { id: organization.id } });
    const plain = (await signIn(app, { email: asha.email, password: PASSWORD })).answer;
    expect([plain.status, plain.body.error.code]).toEqual([401, 'auth.second_factor_required']);
    expect(plain.headers['set-cookie']).toBeUndefined();
  });

  it('accepts a code once, and refuses wrong ones', async () => {
    const asha = await person(app, organization, 'admin');
    const { otpauth_uri } = await turnOn((await signIn(app, { email: asha.email, password: PASSWORD })).browser);
    const enter = async (code: string) => (await signIn(app, { email: asha.email, password: PASSWORD, code })).answer;
    expect((await enter('000000')).body.error.code).toBe('auth.wrong_code');
    const code = await codeOf(otpauth_uri);
    expect((await enter(code)).status).toBe(200);
    expect((await enter(code)).body.error.code).toBe('auth.wrong_code');
  });

  it('accepts a code once, even after wrong ones, and none of an earlier step', async () => {
    const asha = await person(app, organization, 'admin');
    const { otpauth_uri } = await turnOn((await signIn(app, { email: asha.email, password: PASSWORD })).browser);
    const enter = async (code: string) => (await signIn(app, { email: asha.email, password: PASSWORD, code })).answer;
    const code = await codeOf(otpauth_uri);
    expect((await enter(code)).status).toBe(200);
    expect((await enter('000000')).body.error.code).toBe('auth.wrong_code');
    expect((await enter(code)).body.error.code).toBe('auth.wrong_code');
    expect((await enter(await codeOf(otpauth_uri, -1))).body.error.code).toBe('auth.wrong_code');
    const body = { email: asha.email, password: PASSWORD, code };
    expect((await visitor(app).post('/auth/token', body)).body.error.code).toBe('auth.wrong_code');
    const sessions = app.boot.database.system.selectFrom('auth_session').selectAll().where('user_id', '=', asha.id);
    // The session that turned the factor on, and that of the first use.
    expect(await sessions.execute()).toHaveLength(2);
  });

  it('does not accept one code both to turn it on and to sign in', async () => {
    const asha = await person(app, organization, 'admin');
    const { browser } = await signIn(app, { email: asha.email, password: PASSWORD });
    const { otpauth_uri } = (await browser.post('/auth/two-factor/enable', { password: PASSWORD })).body.data;
    const code = await codeOf(otpauth_uri);
    const confirmed = await browser.post('/auth/two-factor/confirm', { code });
    expect(confirmed.status).toBe(200);
    const { answer } = await signIn(app, { email: asha.email, password: PASSWORD, code });
    expect(answer.body.error.code).toBe('auth.wrong_code');
    const renewed = visitor(app, { cookie: cookieFrom(confirmed.headers), 'x-csrf-token': '1' });
    const again = await renewed.post('/auth/two-factor/confirm', { code: await codeOf(otpauth_uri, 1) });
    expect([again.status, again.body.error.code]).toEqual([409, 'auth.two_factor_already_on']);
  });

  it('lets one of two in that send the same code at the same moment', async () => {
    const asha = await person(app, organization, 'admin');
    const { otpauth_uri, backup_codes } = await turnOn(
      (await signIn(app, { email: asha.email, password: PASSWORD })).browser,
    );
    for (const code of [await codeOf(otpauth_uri), backup_codes[0]]) {
      const answers = await Promise.all(
        [1, 2, 3, 4].map(() => signIn(app, { email: asha.email, password: PASSWORD, code })),
      );
      expect(answers.filter(({ answer }) => answer.status === 200)).toHaveLength(1);
    }
  });

  it('accepts each backup code once', async () => {
    const asha = await person(app, organization, 'admin');
    const { backup_codes } = await turnOn((await signIn(app, { email: asha.email, password: PASSWORD })).browser);
    const enter = async (code: string) => (await signIn(app, { email: asha.email, password: PASSWORD, code })).answer;
    expect((await enter(backup_codes[0])).status).toBe(200);
    expect((await enter(backup_codes[0])).body.error.code).toBe('auth.wrong_code');
    expect((await enter(backup_codes[1])).status).toBe(200);
  });

  it('locks after ten wrong codes, even for someone who knows the password', async () => {
    const asha = await person(app, organization, 'admin');
    const { otpauth_uri } = await turnOn((await signIn(app, { email: asha.email, password: PASSWORD })).browser);
    for (let i = 0; i < 10; i++) await signIn(app, { email: asha.email, password: PASSWORD, code: `00000${i}` });
    const code = await codeOf(otpauth_uri);
    const locked = (await signIn(app, { email: asha.email, password: PASSWORD, code })).answer;
    expect([locked.status, locked.body.error.code]).toEqual([429, 'auth.too_many_attempts']);
  });

  it('goes off with the password', async () => {
    const asha = await person(app, organization, 'admin');
    const { renewed } = await turnOn((await signIn(app, { email: asha.email, password: PASSWORD })).browser);
    expect((await renewed.post('/auth/two-factor/disable', { password: 'wrong one' })).status).toBe(400);
    expect((await renewed.post('/auth/two-factor/disable', { password: PASSWORD })).status).toBe(200);
    expect((await signIn(app, { email: asha.email, password: PASSWORD })).answer.status).toBe(200);
  });

  it('keeps its secret encrypted', async () => {
    const asha = await person(app, organization, 'admin');
    const { otpauth_uri, backup_codes } = await turnOn(
      (await signIn(app, { email: asha.email, password: PASSWORD })).browser,
    );
    const row = await app.boot.database.system
      .selectFrom('auth_two_factor')
      .selectAll()
      .where('user_id', '=', asha.id)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(new URL(otpauth_uri).searchParams.get('secret'));
    expect(JSON.stringify(row)).not.toContain(backup_codes[0]);
  });
});
