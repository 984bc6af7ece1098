import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../kernel/lib/ids.ts';
import { openCode } from '../kernel/portal/code-message.ts';
import { openExhibition, register } from '../modules/exhibition/test/factories.ts';
import {
  type Caller,
  eventually,
  newOrganization,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from './harness/index.ts';
import { newAddress, visitor } from './harness/people.ts';

let app: TestApp;
let organization: TestOrganization;
let owner: Caller;
beforeAll(async () => {
  app = await useTestApp();
});
beforeEach(async () => {
  app.clock.reset();
  organization = await newOrganization(app);
  owner = await organization.as('owner');
  const opened = await owner.patch('/settings/portal', { open: true });
  if (opened.status !== 200) throw new Error(JSON.stringify(opened.body));
});

const PASSWORD = 'nine green bottles';
const newEmail = () => `Asha.${newId()}@Example.org`;
const at = (path: string) => `/portal/${organization.slug}/${path}`;
const ask = (input: object, address?: string) => visitor(app, {}, address).post(at('codes'), input);
const enter = (input: object, address?: string) => visitor(app, {}, address).post(at('sign-in'), input);
const holder = (tokens: { access_token: string }) => visitor(app, { authorization: `Bearer ${tokens.access_token}` });
const messages = (to: string) =>
  organization.ctx.db
    .selectFrom('message')
    .select(['channel', 'template', 'params', 'language'])
    .where('organization_id', '=', organization.id)
    .where('to_address', '=', to)
    .orderBy('id')
    .execute();
async function lastCode(to: string): Promise<string> {
  const { params } = (await messages(to)).at(-1) as { params: unknown };
  return openCode(organization.ctx, (params as { sealed: string }).sealed);
}
/** Asks for a code and signs in with it. */
async function comeIn(email: string, over: object = {}) {
  await ask({ email });
  return enter({ email, code: await lastCode(email.toLowerCase()), ...over });
}
/** A number to send SMS from, whose messages are read here. */
function smsOf({ boot }: TestApp) {
  const kind = boot.services.messages?.kinds.find(({ name }) => name === 'sms');
  if (!kind) throw new Error('no SMS');
  const { accountOf } = kind;
  const texts: string[] = [];
  const send = async ({ text }: { text: string }) => {
    texts.push(text);
    return { state: 'sent', providerId: null } as const;
  };
  const account = {
    key: 'a test',
    concurrency: 1,
    from: { name: 'Test' },
    open: () => ({ name: 'sms', send, close() {} }),
  };
  kind.accountOf = async () => account;
  return {
    texts,
    restore: () => {
      kind.accountOf = accountOf;
    },
  };
}
const wrong = { status: 401, body: { error: { code: 'portal.wrong_credentials' } } };

describe('signing up', () => {
  test('by e-mail makes an account and a person, and is asked for a name first', async () => {
    const email = newEmail();
    expect((await ask({ email, language: 'hi' })).status).toBe(200);
    const to = email.toLowerCase();
    expect(await messages(to)).toMatchObject([{ channel: 'email', template: 'portal.code', language: 'hi' }]);
    const code = await lastCode(to);
    expect(JSON.stringify(await messages(to))).not.toContain(code);
    const nameless = await enter({ email, code });
    expect([nameless.status, nameless.body.error.code]).toEqual([400, 'portal.name_wanted']);
    const entered = await enter({ email, code, name: ' Asha Rao ', language: 'hi' });
    expect(entered.body.data).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
    const own = (await holder(entered.body.data).get('/portal/account')).body.data;
    expect(own).toMatchObject({ name: 'Asha Rao', email: to, phone: null, language: 'hi', has_password: false });
    const person = (await owner.get(`/people/${own.person_id}`)).body.data;
    expect(person).toMatchObject({ name: 'Asha Rao', email: to });
    expect(await enter({ email, code }), 'a code is good once').toMatchObject(wrong);
    const audited = await organization.ctx.db
      .selectFrom('audit_entry')
      .select(['action', 'actor_kind', 'actor_name'])
      .where('organization_id', '=', organization.id)
      .where('subject_id', '=', own.id)
      .execute();
    expect(audited).toEqual([{ action: 'portal.account.created', actor_kind: 'portal', actor_name: 'Asha Rao' }]);
  });

  test('by phone gets its code by SMS; the same number in another notation is the same account', async () => {
    expect((await ask({ phone: '98765 43210' })).body.error.code, 'without a number to send from').toBe(
      'portal.no_sms',
    );
    const { texts, restore } = smsOf(app);
    const codeAfter = async (count: number) =>
      /\d{6}/.exec(await eventually(async () => texts[count - 1], 'the SMS'))?.[0] as string;
    expect((await ask({ phone: '98765 43210' })).status).toBe(200);
    expect(await messages('+919876543210')).toMatchObject([{ channel: 'sms', template: 'portal.code' }]);
    const first = await enter({ phone: '98765 43210', code: await codeAfter(1), name: 'Ravi' });
    await ask({ phone: '+91 98765 43210' });
    const again = await enter({ phone: '+919876543210', code: await codeAfter(2) });
    restore();
    const id = async (answer: typeof again) => (await holder(answer.body.data).get('/portal/account')).body.data.id;
    expect(await id(again)).toBe(await id(first));
  });

  test('never uses an existing person with the same address, and two sign-ups at once make one account', async () => {
    const email = newEmail().toLowerCase();
    const known = await owner.post('/people', { name: 'Somebody else', email });
    await ask({ email });
    const code = await lastCode(email);
    const both = await Promise.all([enter({ email, code, name: 'Asha' }), enter({ email, code, name: 'Asha' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    const tokens = both.find(({ status }) => status === 200)?.body.data;
    expect((await holder(tokens).get('/portal/account')).body.data.person_id).not.toBe(known.body.data.id);
  });

  test('is closed until the organization opens it, and nothing is sent', async () => {
    await owner.patch('/settings/portal', { open: false });
    const email = newEmail();
    expect((await ask({ email })).body.error.code).toBe('portal.closed');
    expect((await enter({ email, password: PASSWORD })).body.error.code).toBe('portal.closed');
    expect(await messages(email.toLowerCase())).toEqual([]);
    expect((await visitor(app).post('/portal/nowhere-at-all/codes', { email })).body.error.code).toBe('portal.closed');
    await owner.patch('/settings/portal', { open: true });
    expect((await ask({})).body.error.code).toBe('portal.address_wanted');
    expect((await ask({ email: 'nonsense' })).body.error.code).toBe('people.email_malformed');
  });
});

describe('signing in', () => {
  test('with a password that a code has set; another code sets another, and the earlier sessions end', async () => {
    const email = newEmail();
    await comeIn(email, { name: 'Asha' });
    const set = await comeIn(email, { new_password: PASSWORD });
    expect((await holder(set.body.data).get('/portal/account')).body.data.has_password).toBe(true);
    const entered = await enter({ email: email.toUpperCase(), password: PASSWORD });
    expect(entered.status).toBe(200);
    expect(await enter({ email, password: 'ten green bottles' })).toMatchObject(wrong);
    expect(await enter({ email: newEmail(), password: PASSWORD })).toMatchObject(wrong);
    const reset = await comeIn(email, { new_password: 'eleven green bottles' });
    expect((await holder(entered.body.data).get('/portal/account')).status).toBe(401);
    expect((await holder(reset.body.data).get('/portal/account')).status).toBe(200);
    expect(await enter({ email, password: PASSWORD })).toMatchObject(wrong);
  });

  test('by a code that is late, replaced, another organization’s, or guessed too often is refused', async () => {
    const email = newEmail();
    const to = email.toLowerCase();
    await ask({ email });
    const first = await lastCode(to);
    await ask({ email });
    if (first !== (await lastCode(to))) expect(await enter({ email, code: first, name: 'A' })).toMatchObject(wrong);
    app.clock.advance(10 * 60_000 + 1);
    expect(await enter({ email, code: await lastCode(to), name: 'A' })).toMatchObject(wrong);
    await ask({ email });
    const code = await lastCode(to);
    const other = await newOrganization(app);
    await (await other.as('owner')).patch('/settings/portal', { open: true });
    const there = await visitor(app).post(`/portal/${other.slug}/sign-in`, { email, code, name: 'A' });
    expect(there).toMatchObject(wrong);
    const guess = code === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i++) await enter({ email, code: guess });
    expect(await enter({ email, code, name: 'A' })).toMatchObject(wrong);
  });

  test('is throttled for wrong passwords, and codes for many requests', async () => {
    const email = newEmail();
    await comeIn(email, { name: 'Asha', new_password: PASSWORD });
    const address = newAddress();
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) statuses.push((await enter({ email, password: `no ${i}` }, address)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await enter({ email, password: PASSWORD })).status, 'the holder, from elsewhere').toBe(200);
    const asking: number[] = [];
    for (let i = 0; i < 7; i++) asking.push((await ask({ email }, address)).status);
    expect(asking.at(-1)).toBe(429);
  });
});

describe('tokens', () => {
  test('rotate, end their family when one is used twice, and are listed and ended one by one', async () => {
    const email = newEmail();
    const phone = (await comeIn(email, { name: 'Asha' })).body.data;
    const laptop = (await comeIn(email)).body.data;
    const refresh = (token: string) => visitor(app).post('/auth/token/refresh', { refresh_token: token });
    const next = (await refresh(phone.refresh_token)).body.data;
    expect((await holder(next).get('/portal/account')).status).toBe(200);
    const sessions = (await holder(next).get('/portal/sessions')).body.data;
    expect(sessions.map(({ current }: { current: boolean }) => current).sort()).toEqual([false, true]);
    expect((await refresh(phone.refresh_token)).status, 'a copy of a used one').toBe(401);
    expect((await holder(next).get('/portal/account')).status).toBe(401);
    const mine = (await holder(laptop).get('/portal/sessions')).body.data;
    expect(mine).toMatchObject([{ current: true }]);
    const stranger = (await comeIn(newEmail(), { name: 'Ravi' })).body.data;
    expect((await holder(stranger).delete(`/portal/sessions/${mine[0].id}`)).status).toBe(404);
    expect((await holder(laptop).delete(`/portal/sessions/${mine[0].id}`)).status).toBe(200);
    expect((await holder(laptop).get('/portal/account')).status).toBe(401);
  });

  test('open nothing of the staff’s; the holder changes their own name and language', async () => {
    const own = holder((await comeIn(newEmail(), { name: 'Asha' })).body.data);
    for (const path of ['/session', '/people', '/devices', '/events'])
      expect([path, (await own.get(path)).status]).toEqual([path, 403]);
    const changed = await own.patch('/portal/account', { name: 'Asha Verma', language: 'hi' });
    expect(changed.body.data).toMatchObject({ name: 'Asha Verma', language: 'hi' });
    expect((await owner.get(`/people/${changed.body.data.person_id}`)).body.data.name).toBe('Asha Verma');
    expect((await owner.get('/portal/account')).status).toBe(403);
  });
});

test('the customer of an exhibition adds the link of the mail to an account', async () => {
  await openExhibition(owner);
  const { code, qr } = await register(owner);
  await owner.post(`/exhibition/customers/${code}/bills`, { amount: '12.50', description: 'Two mugs' });
  const portal_token = qr.split('/c/')[1];
  const own = holder((await comeIn(newEmail(), { name: 'Asha' })).body.data);
  expect((await own.get('/exhibition/portal')).status).toBe(404);
  expect((await own.post('/portal/account/links', { portal_token: 'nonsense' })).body.error.code).toBe(
    'auth.bad_token',
  );
  const linked = await own.post('/portal/account/links', { portal_token });
  expect(linked.body.data.links).toEqual([expect.stringMatching(/^exhibition\.customer:/)]);
  expect((await own.post('/portal/account/links', { portal_token })).body.data.links).toHaveLength(1);
  expect((await own.get('/exhibition/portal')).body.data).toMatchObject({ customer: { code }, total: '12.50' });
  // The link alone still opens its one page, and no account.
  const link = holder((await visitor(app).post('/auth/token', { portal_token })).body.data);
  expect((await link.get('/exhibition/portal')).body.data).toMatchObject({ customer: { code } });
  expect((await link.get('/portal/account')).body.error.code).toBe('portal.account_wanted');
  // A revoked link opens nothing any more, also for an account that had added it.
  await owner.post(`/exhibition/customers/${code}/revoke-portal`, { reason: 'lost' });
  expect((await own.get('/exhibition/portal')).status).toBe(404);
});
