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
const auditOf = (accountId: string) =>
  organization.ctx.db
    .selectFrom('audit_entry')
    .where('organization_id', '=', organization.id)
    .where('subject_id', '=', accountId)
    .orderBy('id');
const audited = async (accountId: string) =>
  (await auditOf(accountId).select('action').execute()).map(({ action }) => action);
type Card = { customer: { code: string } };
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
    key: newId(),
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
    const entries = await auditOf(own.id).select(['action', 'actor_kind', 'actor_name']).execute();
    expect(entries).toEqual([{ action: 'portal.account.created', actor_kind: 'portal', actor_name: 'Asha Rao' }]);
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

  test('is what the page shows first: whose it is, and whether codes go to phones', async () => {
    const about = () => visitor(app).get(at('about'));
    expect((await about()).body.data).toEqual({
      idle_minutes: 43_200,
      organization: organization.name,
      brand: { name: organization.name, colour: null, logo: null },
      language: 'en',
      languages: expect.arrayContaining(['en', 'es', 'hi']),
      sms: false,
    });
    const { restore } = smsOf(app);
    expect((await about()).body.data.sms).toBe(true);
    restore();
    await owner.patch('/settings/portal', { open: false });
    expect((await about()).body.error.code).toBe('portal.closed');
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

  test('with the password that was in use until now, the holder changes it', async () => {
    const email = newEmail();
    const other = (await comeIn(email, { name: 'Asha', new_password: PASSWORD })).body.data;
    const changed = await enter({ email, password: PASSWORD, new_password: 'ten tin trumpets' });
    expect((await holder(changed.body.data).get('/portal/account')).status).toBe(200);
    expect((await holder(other).get('/portal/account')).status, 'another session').toBe(401);
    expect(await enter({ email, password: PASSWORD, new_password: 'eleven tin trumpets' })).toMatchObject(wrong);
    expect((await enter({ email, password: 'ten tin trumpets' })).status).toBe(200);
    const { id } = (await holder(changed.body.data).get('/portal/account')).body.data;
    expect(await audited(id)).toEqual(['portal.account.created', 'portal.password.set', 'portal.password.set']);
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
    const address = newAddress();
    await ask({ email }, address);
    const code = await lastCode(to);
    const other = await newOrganization(app);
    await (await other.as('owner')).patch('/settings/portal', { open: true });
    const there = await visitor(app).post(`/portal/${other.slug}/sign-in`, { email, code, name: 'A' });
    expect(there).toMatchObject(wrong);
    const guess = code === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i++) await enter({ email, code: guess }, address);
    app.clock.advance(2_000);
    expect(await enter({ email, code, name: 'A' }, address)).toMatchObject(wrong);
  });

  test('is throttled for wrong passwords, and codes for many requests', async () => {
    const email = newEmail();
    await comeIn(email, { name: 'Asha', new_password: PASSWORD });
    const address = newAddress();
    app.clock.stop();
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) statuses.push((await enter({ email, password: `no ${i}` }, address)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await enter({ email, password: PASSWORD })).status, 'the holder, from elsewhere').toBe(200);
    // Five minutes past a full hour, since the counters are of an hour.
    app.clock.set(new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 300_000));
    const asking: number[] = [];
    for (let i = 0; i < 7; i++) asking.push((await ask({ email }, address)).status);
    expect(asking.at(-1)).toBe(429);
    const others = await Promise.all(Array.from({ length: 25 }, () => ask({ email: newEmail() }, address)));
    expect(
      others.filter(({ status }) => status !== 200),
      'other customers of a mobile operator',
    ).toEqual([]);
    app.clock.advance(3_600_000);
    expect((await ask({ email }, address)).status, 'the next hour').toBe(200);
  });

  test('with the code that was asked for here is held up by nobody who guesses elsewhere, nor is a new address', async () => {
    // Five minutes past a full hour, since the counters are of an hour.
    app.clock.set(new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 300_000));
    app.clock.stop();
    const [email, home] = [newEmail(), newAddress()];
    await ask({ email }, home);
    const code = await lastCode(email.toLowerCase());
    const guess = code === '000000' ? '000001' : '000000';
    const guessed: number[] = [];
    for (let i = 0; i < 14; i++) guessed.push((await enter({ email, code: guess })).status);
    expect(guessed).toEqual([...Array(10).fill(401), ...Array(4).fill(429)]);
    expect((await enter({ email, code, name: 'A' })).status, 'elsewhere, also with the right one').toBe(429);
    // A neighbour at the same address of a mobile operator tries their own account.
    for (let i = 0; i < 9; i++) await enter({ email: newEmail(), code: guess }, home);
    const entered = await enter({ email, code, name: 'Asha' }, home);
    expect(entered.status).toBe(200);

    const [change, me] = [newEmail(), holder(entered.body.data)];
    await ask({ email: change }, home);
    const wrongly: number[] = [];
    for (let i = 0; i < 7; i++)
      wrongly.push((await me.post('/portal/account/contacts', { email: change, code: guess })).status);
    expect(wrongly.at(-1)).toBe(429);
    app.clock.advance(3_600_000);
    const again = holder((await comeIn(email)).body.data);
    await ask({ email: change }, home);
    const right = { email: change, code: await lastCode(change.toLowerCase()) };
    expect((await again.post('/portal/account/contacts', right)).status, 'the next hour').toBe(200);
  });

  test('sends no code and makes no account when all have written too much today; who has one comes in', async () => {
    const [email, known] = [newEmail(), newEmail()];
    await comeIn(known, { name: 'Ravi' });
    await Promise.all([ask({ email }), ask({ email: known })]);
    const use = organization.ctx.db.updateTable('media_use').set({ bytes: 512 * 1024 * 1024 });
    await use.where('organization_id', '=', organization.id).where('source', '=', 'text').execute();
    const code = await lastCode(email.toLowerCase());
    const refused = { status: 429, body: { error: { code: 'channels.text_quota_all' } } };
    expect(await enter({ email, code, name: 'Asha' })).toMatchObject(refused);
    expect(await ask({ email: newEmail() })).toMatchObject(refused);
    const accounts = organization.ctx.db.selectFrom('portal_account').select('email');
    expect(await accounts.where('organization_id', '=', organization.id).execute()).toHaveLength(1);
    expect((await enter({ email: known, code: await lastCode(known.toLowerCase()) })).status).toBe(200);
    app.clock.advance(86_400_000);
    expect((await ask({ email })).status, 'the next day').toBe(200);
  });
});

describe('tokens', () => {
  test('rotate, end their family when one is used twice, and are listed and ended one by one', async () => {
    const email = newEmail();
    const phone = (await comeIn(email, { name: 'Asha' })).body.data;
    const laptop = (await comeIn(email)).body.data;
    const refresh = (token: string) => visitor(app).post('/auth/token/refresh', { refresh_token: token });
    // Two tabs at the same moment, or an answer that was lost: both go on, as one session.
    const [next, twin] = (await Promise.all([refresh(phone.refresh_token), refresh(phone.refresh_token)])).map(
      ({ body }) => body.data,
    );
    expect((await holder(next).get('/portal/account')).status).toBe(200);
    expect((await holder((await refresh(twin.refresh_token)).body.data).get('/portal/account')).status).toBe(200);
    const sessions = (await holder(next).get('/portal/account/sessions')).body.data;
    expect(sessions.map(({ current }: { current: boolean }) => current).sort()).toEqual([false, true]);
    app.clock.advance(2 * 60_000 + 1);
    expect((await refresh(phone.refresh_token)).status, 'a copy of a used one').toBe(401);
    expect((await holder(next).get('/portal/account')).status).toBe(401);
    const mine = (await holder(laptop).get('/portal/account/sessions')).body.data;
    expect(mine).toMatchObject([{ current: true }]);
    const stranger = (await comeIn(newEmail(), { name: 'Ravi' })).body.data;
    expect((await holder(stranger).delete(`/portal/account/sessions/${mine[0].id}`)).status).toBe(404);
    expect((await holder(laptop).delete(`/portal/account/sessions/${mine[0].id}`)).status).toBe(200);
    expect((await holder(laptop).get('/portal/account')).status).toBe(401);
  });

  test('of all other devices end at once, with all that comes from them', async () => {
    const email = newEmail();
    const [phone, laptop] = [(await comeIn(email, { name: 'Asha' })).body.data, (await comeIn(email)).body.data];
    expect((await holder(phone).delete('/portal/account/sessions')).status).toBe(200);
    expect((await holder(laptop).get('/portal/account')).status).toBe(401);
    expect((await visitor(app).post('/auth/token/refresh', { refresh_token: laptop.refresh_token })).status).toBe(401);
    expect((await holder(phone).get('/portal/account/sessions')).body.data).toMatchObject([{ current: true }]);
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

describe('the addresses of an account', () => {
  test('are proven by a code, replaced by another, and sign in from then on', async () => {
    const [email, next] = [newEmail(), newEmail()];
    const own = holder((await comeIn(email, { name: 'Asha' })).body.data);
    await ask({ email: next });
    const code = await lastCode(next.toLowerCase());
    const guess = code === '000000' ? '000001' : '000000';
    expect(await own.post('/portal/account/contacts', { email: next, code: guess })).toMatchObject(wrong);
    const changed = await own.post('/portal/account/contacts', { email: next, code });
    expect(changed.body.data).toMatchObject({ email: next.toLowerCase(), phone: null });
    expect((await owner.get(`/people/${changed.body.data.person_id}`)).body.data.email).toBe(next.toLowerCase());
    expect((await comeIn(email)).body.error.code, 'the earlier address has no account').toBe('portal.name_wanted');
    expect((await holder((await comeIn(next)).body.data).get('/portal/account')).body.data.id).toBe(
      changed.body.data.id,
    );
    expect(await audited(changed.body.data.id)).toEqual(['portal.account.created', 'portal.contact.changed']);
    expect((await own.delete('/portal/account/contacts/email')).body.error.code).toBe('portal.last_contact');
  });

  test('can be two, of which one can go', async () => {
    const { texts, restore } = smsOf(app);
    const email = newEmail();
    const own = holder((await comeIn(email, { name: 'Asha' })).body.data);
    await ask({ phone: '98765 43211' });
    const code = /\d{6}/.exec(await eventually(async () => texts[0], 'the SMS'))?.[0] as string;
    restore();
    const both = (await own.post('/portal/account/contacts', { phone: '98765 43211', code })).body.data;
    expect(both).toMatchObject({ email: email.toLowerCase(), phone: '+919876543211' });
    expect((await own.delete('/portal/account/contacts/email')).body.data).toMatchObject({ email: null });
    expect((await owner.get(`/people/${both.person_id}`)).body.data).toMatchObject({
      email: null,
      phone: '+919876543211',
    });
    expect((await own.delete('/portal/account/contacts/phone')).body.error.code).toBe('portal.last_contact');
  });

  test('of another account are refused, to whoever proved them; the code still signs in there', async () => {
    const [asha, ravi] = [newEmail(), newEmail()];
    await comeIn(asha, { name: 'Asha' });
    const own = holder((await comeIn(ravi, { name: 'Ravi' })).body.data);
    await ask({ email: asha });
    const code = await lastCode(asha.toLowerCase());
    const refused = await own.post('/portal/account/contacts', { email: asha, code });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'portal.address_taken']);
    expect((await enter({ email: asha, code })).status).toBe(200);
  });
});

test('the customer of an exhibition adds the link of the mail to an account', async () => {
  await openExhibition(owner);
  const { code, qr } = await register(owner);
  await owner.post(`/exhibition/customers/${code}/bills`, { amount: '12.50', description: 'Two mugs' });
  const portal_token = qr.split('/c/')[1];
  const own = holder((await comeIn(newEmail(), { name: 'Asha' })).body.data);
  expect((await own.get('/exhibition/portal')).status).toBe(404);
  expect((await own.get('/exhibition/cards')).body.data).toEqual([]);
  expect((await own.post('/portal/account/links', { portal_token: 'nonsense' })).body.error.code).toBe(
    'auth.bad_token',
  );
  const linked = await own.post('/portal/account/links', { portal_token });
  expect(linked.body.data.links).toEqual([expect.stringMatching(/^exhibition\.customer:/)]);
  expect((await own.post('/portal/account/links', { portal_token })).body.data.links).toHaveLength(1);
  expect((await own.get('/exhibition/portal')).body.data).toMatchObject({ customer: { code }, total: '12.50' });
  // Another year's card of the same person.
  const other = await register(owner, { name: 'Asha V', email: 'asha.v@example.org' });
  await own.post('/portal/account/links', { portal_token: other.qr.split('/c/')[1] });
  app.clock.advance(1);
  const codes = async () => (await own.get('/exhibition/cards')).body.data.map((card: Card) => card.customer.code);
  expect((await codes()).sort()).toEqual([code, other.code].sort());
  // The page behind the link leads to the account page, while people may sign up.
  const page = async () => (await visitor(app).get(`/exhibition/portal/${portal_token}`)).body.data.account_page;
  expect(await page()).toBe(`/portal/${organization.slug}`);
  await owner.patch('/settings/portal', { open: false });
  expect(await page()).toBeNull();
  // The link alone still opens its one page, and no account.
  const link = holder((await visitor(app).post('/auth/token', { portal_token })).body.data);
  expect((await link.get('/exhibition/portal')).body.data).toMatchObject({ customer: { code } });
  expect((await link.get('/portal/account')).body.error.code).toBe('portal.account_wanted');
  // A revoked link opens nothing any more, also for an account that had added it.
  await owner.post(`/exhibition/customers/${code}/revoke-portal`, { reason: 'lost' });
  expect(await codes()).toEqual([other.code]);
});

test('a session ends when nothing was asked for as long as the settings say', async () => {
  await owner.patch('/settings/portal', { idle_minutes: 15 });
  const first = (await comeIn(newEmail(), { name: 'Asha' })).body.data;
  const refresh = (refresh_token: string) => visitor(app).post('/auth/token/refresh', { refresh_token });
  app.clock.advance(14 * 60_000);
  const second = (await refresh(first.refresh_token)).body.data;
  app.clock.advance(14 * 60_000);
  // In use, it goes on.
  const third = (await refresh(second.refresh_token)).body.data;
  expect((await holder(third).get('/portal/account')).status).toBe(200);
  app.clock.advance(15 * 60_000);
  expect((await refresh(third.refresh_token)).body.error.code).toBe('auth.bad_token');
  expect((await holder(third).get('/portal/account')).status).toBe(401);
  expect((await visitor(app).get(at('about'))).body.data.idle_minutes).toBe(15);
});

test('older addresses lead to the same accounts', async () => {
  const email = newEmail();
  await ask({ email });
  const older = visitor(app, { 'x-organization': organization.slug });
  const entered = await older.post('/auth/register', {
    email,
    code: await lastCode(email.toLowerCase()),
    name: 'Asha',
    new_password: PASSWORD,
  });
  expect(entered.status).toBe(200);
  expect((await holder(entered.body.data).get('/auth/me')).body.data).toMatchObject({ name: 'Asha' });
  expect((await older.post('/auth/login', { email, password: PASSWORD })).status).toBe(200);
  const { refresh_token } = entered.body.data;
  expect((await visitor(app).post('/auth/refresh', { refresh_token })).body.data.access_token).toEqual(
    expect.any(String),
  );
  // Without the header it is the installation's first organization, where this account is unknown.
  const elsewhere = await visitor(app).post('/auth/login', { email, password: PASSWORD });
  expect(['portal.closed', 'portal.wrong_credentials']).toContain(elsewhere.body.error.code);
});
