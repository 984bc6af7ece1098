import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeSmtp, startFakeSmtp } from '../../../test/fakes/smtp.ts';
import { type Caller, newOrganization, openTestApp, type TestApp } from '../../../test/harness/index.ts';
import { cookieFrom, lastMail, PASSWORD, person, signIn, visitor } from '../../../test/harness/people.ts';
import { codeOf } from '../../../test/harness/totp.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok } from '../../lib/result.ts';
import { addMember } from '../../tenancy/index.ts';

/**
 * Accounts whose address is not proven: made by a link that the inviter could copy, or mailed through the inviter's own
 * server.
 */

let smtp: FakeSmtp;
/** sends mail through the server in its environment */
let mailing: TestApp;
/** has no mail server */
let silent: TestApp;
beforeAll(async () => {
  smtp = await startFakeSmtp();
  const server = { EMAIL_HOST: smtp.host, EMAIL_PORT: String(smtp.port), EMAIL_USE_TLS: 'false' };
  mailing = await openTestApp({ ...server, DEFAULT_FROM_EMAIL: 'desk@hostel.example' });
  silent = await openTestApp({});
  // The first organization is the operator's; the others are tenants.
  await newOrganization(silent);
});
afterAll(async () => {
  await mailing?.close();
  await silent?.close();
  await smtp?.stop();
});

const address = () => `${newId()}@people.example`;
const tokenIn = (text: string) => /#token=([\w-]+)/.exec(text)?.[1] ?? '';
const NEW_PASSWORD = 'nine clay bowls';

/** The token of the last confidential mail to an address, waiting or sent. */
async function mailedToken(app: TestApp, email: string): Promise<string> {
  const row = await lastMail(app, email);
  if (!row) return '';
  const organization = await app.boot.database.system
    .selectFrom('organization')
    .selectAll()
    .where('id', '=', row.organization_id)
    .executeTakeFirstOrThrow();
  const ctx = app.ctxFor({ ...organization, timeZone: organization.time_zone }, 'test');
  const template = app.boot.services.messages?.templates.get(row.template);
  const rendered = await template?.render({ ...ctx, locale: 'en' }, row.params as Record<string, unknown>);
  return tokenIn(rendered?.text ?? '');
}

const account = (app: TestApp, email: string) =>
  app.boot.database.system
    .selectFrom('auth_user')
    .select(['id', 'name', 'email_verified', 'two_factor_enabled'])
    .where('email', '=', email)
    .executeTakeFirstOrThrow();

const auditOf = (app: TestApp, id: string, action: string) =>
  app.boot.database.system
    .selectFrom('audit_entry')
    .select(['action', 'organization_id'])
    .where('subject_id', '=', id)
    .where('action', '=', action)
    .execute();

const accept = (app: TestApp, body: object) => visitor(app).post('/auth/accept-invitation', body);

async function invite(owner: Caller, email: string, role = 'ops') {
  const { body } = await owner.post('/invitations', { email, role });
  return { ...(body.data as { id: string; url: string; mail: string }), copied: tokenIn(body.data.url) };
}

/**
 * Somebody makes an account with another person's address, by the link of their own invitation, and sets up everything
 * that can open it.
 */
async function takeUnproven(app: TestApp) {
  const organization = await newOrganization(app);
  const owner = await organization.as('owner');
  const email = address();
  const { copied } = await invite(owner, email, 'admin');
  const joined = await accept(app, { token: copied, name: 'Not Asha', password: PASSWORD });
  expect(joined.status).toBe(200);
  const first = visitor(app, { cookie: cookieFrom(joined.headers), 'x-csrf-token': '1' });
  const key = (await first.post('/api-keys', { name: 'Left behind', role: 'viewer' })).body.data.key as string;
  const { otpauth_uri } = (await first.post('/auth/two-factor/enable', { password: PASSWORD })).body.data;
  const confirmed = await first.post('/auth/two-factor/confirm', { code: await codeOf(otpauth_uri) });
  expect(confirmed.status).toBe(200);
  const browser = visitor(app, { cookie: cookieFrom(confirmed.headers), 'x-csrf-token': '1' });
  const { id } = await account(app, email);
  await organization.ctx.db
    .insertInto('staff_code')
    .values({ organization_id: organization.id, user_id: id, code_hash: Buffer.alloc(32, id), expires_at: new Date() })
    .execute();
  const passkey = {
    id: newId(),
    credential_id: newId(),
    public_key: 'x',
    counter: 0,
    device_type: 'x',
    backed_up: false,
  };
  await app.boot.database.system
    .insertInto('auth_passkey')
    .values({ ...passkey, user_id: id, name: 'Left behind' })
    .execute();
  const machine = visitor(app, { authorization: `Bearer ${key}` });
  expect([(await browser.get('/session')).status, (await machine.get('/organization')).status]).toEqual([200, 200]);
  return { organization, owner, email, id, browser, machine };
}

async function expectCleared(app: TestApp, it: Awaited<ReturnType<typeof takeUnproven>>) {
  expect([(await it.browser.get('/session')).status, (await it.machine.get('/organization')).status]).toEqual([
    401, 401,
  ]);
  const { system } = app.boot.database;
  for (const table of ['auth_two_factor', 'auth_passkey', 'staff_code', 'staff_chat'] as const)
    expect(await system.selectFrom(table).select('user_id').where('user_id', '=', it.id).execute(), table).toEqual([]);
  expect(await account(app, it.email)).toMatchObject({ email_verified: true, two_factor_enabled: false });
  const keys = await system.selectFrom('api_key').select('revoked_at').where('created_by', '=', it.id).execute();
  expect(keys).toEqual([{ revoked_at: expect.any(Date) }]);
  const known = await signIn(app, { email: it.email, password: PASSWORD });
  expect(known.answer.body.error.code).toBe('auth.wrong_credentials');
  expect((await signIn(app, { email: it.email, password: NEW_PASSWORD })).answer.status).toBe(200);
}

describe('an invitation', () => {
  it('proves the address by its mailed link, not by the link to copy', async () => {
    const owner = await (await newOrganization(mailing)).as('owner');
    const [byMail, byLink] = [address(), address()];
    const one = await invite(owner, byMail);
    expect(one).toMatchObject({ mail: 'queued', url: expect.stringMatching(/\/accept-invitation#token=[\w-]{43}$/) });
    const mailed = await mailedToken(mailing, byMail);
    expect(mailed).not.toBe(one.copied);
    const [mail] = await smtp.waitFor({ to: byMail });
    expect(tokenIn((await mail?.parse())?.text ?? '')).toBe(mailed);
    expect((await accept(mailing, { token: mailed, name: 'Asha', password: PASSWORD })).status).toBe(200);
    expect(await account(mailing, byMail)).toMatchObject({ email_verified: true });
    const two = await invite(owner, byLink);
    expect((await accept(mailing, { token: two.copied, name: 'Ravi', password: PASSWORD })).status).toBe(200);
    expect(await account(mailing, byLink)).toMatchObject({ name: 'Ravi', email_verified: false });
    // Using one link uses the other up.
    for (const token of [one.copied, await mailedToken(mailing, byLink)])
      expect((await accept(mailing, { token, name: 'X', password: PASSWORD })).body.error.code).toBe(
        'auth.link_expired',
      );
  });

  it('shows only the holder whether the address has an account', async () => {
    const organization = await newOrganization(mailing);
    const owner = await organization.as('owner');
    const known = (await person(mailing, await newOrganization(mailing), 'viewer')).email;
    const unknown = address();
    const hasAccount = async (token: string) =>
      (await visitor(mailing).post('/auth/invitation', { token })).body.data.has_account as boolean | null;
    const links = { known: await invite(owner, known), unknown: await invite(owner, unknown) };
    expect([await hasAccount(links.known.copied), await hasAccount(links.unknown.copied)]).toEqual([null, null]);
    expect(await hasAccount(await mailedToken(mailing, known))).toBe(true);
    expect(await hasAccount(await mailedToken(mailing, unknown))).toBe(false);
    const stolen = await accept(mailing, { token: links.known.copied, name: 'X', password: NEW_PASSWORD });
    expect(stolen.body.error.code).toBe('auth.wrong_password');
    expect((await visitor(mailing).get(`/auth/invitation?token=${links.known.copied}`)).status).toBe(404);
  });

  it('is mailed by the server of the environment, even if the organization chose another one', async () => {
    const organization = await newOrganization(mailing);
    const owner = await organization.as('owner');
    const own = { host: 'mail.tenant.example', from_address: 'us@tenant.example' };
    expect((await owner.patch('/settings/mail', own)).status).toBe(200);
    const email = address();
    await invite(owner, email);
    const [mail] = await smtp.waitFor({ to: email });
    expect(mail?.envelope.from).toBe('desk@hostel.example');
  });

  it('proves nothing when it was mailed by a server that its organization chose', async () => {
    const owner = await (await newOrganization(silent)).as('owner');
    await owner.patch('/settings/mail', { host: 'mail.tenant.example', from_address: 'us@tenant.example' });
    const email = address();
    await invite(owner, email);
    const token = await mailedToken(silent, email);
    expect((await visitor(silent).post('/auth/invitation', { token })).body.data.has_account).toBeNull();
    expect((await accept(silent, { token, name: 'X', password: PASSWORD })).status).toBe(200);
    expect(await account(silent, email)).toMatchObject({ email_verified: false });
  });

  it('withdraws its waiting mail once the link is dead', async () => {
    const owner = await (await newOrganization(silent)).as('owner');
    const states = (email: string) =>
      silent.boot.database.system
        .selectFrom('message')
        .select('state')
        .where('to_address', '=', email)
        .orderBy('id')
        .execute()
        .then((rows) => rows.map((row) => row.state));
    const [again, taken, joined] = [address(), address(), address()];
    const one = await invite(owner, again);
    expect(one.mail).toBe('kept');
    const next = await owner.post(`/invitations/${one.id}/resend`);
    expect(next.body.data).toMatchObject({ id: one.id, mail: 'kept' });
    expect((await accept(silent, { token: one.copied, name: 'X', password: PASSWORD })).status).toBe(410);
    await owner.delete(`/invitations/${(await invite(owner, taken)).id}`);
    await accept(silent, { token: (await invite(owner, joined)).copied, name: 'Ravi', password: PASSWORD });
    await silent.boot.services.messages?.dispatcher?.drain();
    expect(await states(again)).toEqual(['cancelled', 'kept']);
    expect([await states(taken), await states(joined)]).toEqual([['cancelled'], ['cancelled']]);
  });
});

describe('an account that somebody else made', () => {
  it('becomes its holder’s with a password set by a mailed link; everything that opened it ends', async () => {
    const taken = await takeUnproven(mailing);
    expect(await account(mailing, taken.email)).toMatchObject({ email_verified: false, two_factor_enabled: true });
    await visitor(mailing).post('/auth/forgot-password', { email: taken.email });
    const token = await mailedToken(mailing, taken.email);
    const reset = await visitor(mailing).post('/auth/reset-password', { token, password: NEW_PASSWORD });
    expect(reset.status).toBe(200);
    await expectCleared(mailing, taken);
  });

  it('becomes its holder’s with a mailed invitation, as if it were new', async () => {
    const taken = await takeUnproven(mailing);
    const other = await newOrganization(mailing);
    await invite(await other.as('owner'), taken.email);
    const token = await mailedToken(mailing, taken.email);
    expect((await visitor(mailing).post('/auth/invitation', { token })).body.data.has_account).toBe(false);
    const joined = await accept(mailing, { token, name: 'Asha Verma', password: NEW_PASSWORD });
    expect(joined.status).toBe(200);
    const session = (await visitor(mailing, { cookie: cookieFrom(joined.headers) }).get('/session')).body.data;
    expect(session).toMatchObject({ user: { name: 'Asha Verma' }, organization: { id: other.id }, role: 'ops' });
    await expectCleared(mailing, taken);
    const organizations = (await auditOf(mailing, taken.id, 'auth.account.taken_over')).map((e) => e.organization_id);
    expect(organizations).toContain(taken.organization.id);
  });

  it('keeps what its holder set up after the address was proven', async () => {
    const asha = await person(mailing, await newOrganization(mailing), 'admin');
    const { browser } = await signIn(mailing, { email: asha.email, password: PASSWORD });
    const { otpauth_uri } = (await browser.post('/auth/two-factor/enable', { password: PASSWORD })).body.data;
    await browser.post('/auth/two-factor/confirm', { code: await codeOf(otpauth_uri, -1) });
    await visitor(mailing).post('/auth/forgot-password', { email: asha.email });
    const token = await mailedToken(mailing, asha.email);
    await visitor(mailing).post('/auth/reset-password', { token, password: NEW_PASSWORD });
    const plain = (await signIn(mailing, { email: asha.email, password: NEW_PASSWORD })).answer;
    expect(plain.body.error.code).toBe('auth.second_factor_required');
  });
});

describe('a forgotten password', () => {
  it('is not mailed through one organization’s own server when it also opens another', async () => {
    const [one, two] = [await newOrganization(silent), await newOrganization(silent)];
    const asha = await person(silent, one, 'owner');
    const ask = () => visitor(silent).post('/auth/forgot-password', { email: asha.email });
    expect((await ask()).status).toBe(200);
    expect((await lastMail(silent, asha.email))?.template).toBe('auth.reset_password');
    await silent.boot.database.system.deleteFrom('message').where('to_address', '=', asha.email).execute();
    await transaction(two.ctx, async (tx) => ok(await addMember(tx, asha.id, 'owner')));
    expect((await ask()).status).toBe(200);
    expect(await lastMail(silent, asha.email)).toBeUndefined();
  });
});
