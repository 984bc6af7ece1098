import { beforeAll, describe, expect, it } from 'vitest';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from '../../../test/harness/index.ts';
import { cookieFrom, lastMail, newAddress, PASSWORD, person, signIn, visitor } from '../../../test/harness/people.ts';
import { codeOf } from '../../../test/harness/totp.ts';
import { transaction } from '../../db/index.ts';
import { ok } from '../../lib/result.ts';
import { addMember } from '../../tenancy/index.ts';
import { setPassword } from '../actions/create-user.action.ts';
import { openLink } from '../messages.ts';
import { accountCounters, countAttempt } from '../throttle.ts';

let app: TestApp;
let organization: TestOrganization;
beforeAll(async () => {
  app = await useTestApp();
  organization = await newOrganization(app);
});

const auditOf = async (userId: string, action: string) =>
  app.boot.database.system
    .selectFrom('audit_entry')
    .selectAll()
    .where('subject_id', '=', userId)
    .where('action', '=', action)
    .execute();

describe('signing in', () => {
  it('opens a session, returns the person and their permissions, and writes an audit entry', async () => {
    const asha = await person(app, organization, 'ops');
    const { answer, browser } = await signIn(app, { email: asha.email.toUpperCase(), password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Lax/);
    const { data } = (await browser.get('/session')).body;
    expect(data).toMatchObject({
      user: { id: asha.id, two_factor_enabled: false },
      role: 'ops',
      organization: { id: organization.id },
    });
    expect(data.permissions).toContain('member.read');
    expect(data.permissions).not.toContain('member.write');
    expect(await auditOf(asha.id, 'auth.session.started')).toHaveLength(1);
  });

  it('starts in the organization joined first, later in the last one used; the list is sorted by name', async () => {
    const [zagora, agra] = [
      await newOrganization(app, { name: 'Zagora' }),
      await newOrganization(app, { name: 'Agra' }),
    ];
    const asha = await person(app, zagora, 'owner');
    await transaction(agra.ctx, async (tx) => ok(await addMember(tx, asha.id, 'ops')));
    const credentials = { email: asha.email, password: PASSWORD };
    const first = await signIn(app, credentials);
    const { data } = (await first.browser.get('/session')).body;
    expect(data.organization.name).toBe('Zagora');
    expect(data.organizations.map((o: { name: string }) => o.name)).toEqual(['Agra', 'Zagora']);
    await first.browser.post('/session/organization', { organization_id: agra.id });
    const second = await signIn(app, credentials);
    expect((await second.browser.get('/session')).body.data.organization.name).toBe('Agra');
  });

  it('gives the same answer for a wrong password and an unknown address, after about the same work', async () => {
    const asha = await person(app, organization, 'ops');
    // Processor time, because a busy machine does not change it.
    const measured = async (email: string) => {
      const before = process.cpuUsage();
      const { answer } = await signIn(app, { email, password: 'not the password' });
      const { user, system } = process.cpuUsage(before);
      return { status: answer.status, error: answer.body.error, spent: user + system };
    };
    const [known, unknown] = [await measured(asha.email), await measured('nobody@people.example')];
    expect(known.status).toBe(401);
    expect(unknown).toMatchObject({ status: known.status, error: known.error });
    // Both hash once, which is nearly all of the work; without the hash it would be a tenth.
    expect(unknown.spent).toBeGreaterThan(known.spent / 4);
  });

  it('refuses a sign-in that another site started', async () => {
    const asha = await person(app, organization, 'ops');
    const body = { email: asha.email, password: PASSWORD };
    const elsewhere = await visitor(app, { origin: 'https://evil.example' }).post('/auth/sign-in', body);
    expect([elsewhere.status, elsewhere.body.error.code]).toEqual([403, 'http.csrf']);
    const crossSite = await visitor(app, { 'sec-fetch-site': 'cross-site' }).post('/auth/sign-in', body);
    expect(crossSite.body.error.code).toBe('http.csrf');
  });

  it('refuses a session at once when it has been signed out or revoked', async () => {
    const asha = await person(app, organization, 'ops');
    const phone = (await signIn(app, { email: asha.email, password: PASSWORD })).browser;
    const desk = (await signIn(app, { email: asha.email, password: PASSWORD })).browser;
    const sessions = (await desk.get('/sessions')).body.data;
    expect(sessions.map((s: { current: boolean }) => s.current)).toEqual([true, false]);
    expect(sessions[0]).toMatchObject({ created_at: expect.any(String), user_agent: expect.any(String) });
    expect((await desk.delete(`/sessions/${sessions[1].id}`)).status).toBe(200);
    expect((await phone.get('/session')).status).toBe(401);
    expect((await desk.post('/auth/sign-out')).status).toBe(200);
    expect((await desk.get('/session')).status).toBe(401);
    expect(await auditOf(asha.id, 'auth.session.revoked')).toHaveLength(1);
  });

  it("refuses to end another person's session", async () => {
    const asha = await person(app, organization, 'ops');
    const { browser } = await signIn(app, { email: asha.email, password: PASSWORD });
    const [mine] = (await browser.get('/sessions')).body.data;
    const other = await organization.as('owner');
    expect((await other.delete(`/sessions/${mine.id}`)).status).toBe(404);
    expect((await browser.get('/session')).status).toBe(200);
  });

  it('refuses a cookie that was changed', async () => {
    const asha = await person(app, organization, 'ops');
    const { answer } = await signIn(app, { email: asha.email, password: PASSWORD });
    const [name, value = ''] = cookieFrom(answer.headers).split('=');
    const changed = `${name}=${value.startsWith('a') ? 'b' : 'a'}${value.slice(1)}`;
    expect((await visitor(app, { cookie: changed }).get('/session')).status).toBe(401);
  });

  it('uses the language that the person chose', async () => {
    const asha = await person(app, organization, 'ops');
    const { browser } = await signIn(app, { email: asha.email, password: PASSWORD });
    expect((await browser.patch('/session', { language: 'tlh' })).body.error.fields).toHaveProperty('language');
    expect((await browser.patch('/session', { language: 'hi', name: 'Asha R.' })).status).toBe(200);
    const session = (await browser.get('/session', { 'accept-language': 'en' })).body.data;
    expect(session).toMatchObject({ language: 'hi', user: { name: 'Asha R.', language: 'hi' } });
  });

  it('renews the term of a session once a day', async () => {
    const asha = await person(app, organization, 'ops');
    const { browser } = await signIn(app, { email: asha.email, password: PASSWORD });
    expect((await browser.get('/session')).headers['set-cookie']).toBeUndefined();
    await app.boot.database.system
      .updateTable('auth_session')
      .set({ expires_at: new Date(Date.now() + 5 * 86_400_000) })
      .where('user_id', '=', asha.id)
      .execute();
    expect(String((await browser.get('/session')).headers['set-cookie'])).toMatch(
      /counterfoil\.session_token=.*Max-Age=2592000/,
    );
  });
});

describe('writes with a session', () => {
  it('need an origin of ours and the header that forms cannot send', async () => {
    const owner = await organization.as('owner');
    const patch = (headers: Record<string, string>) => owner.patch('/organization', { name: 'Hostel' }, headers);
    const forgeries: Record<string, string>[] = [
      { 'x-csrf-token': '' },
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of forgeries) {
      expect((await patch(headers)).body.error?.code, JSON.stringify(headers)).toBe('http.csrf');
    }
    expect((await patch({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });
});

describe('attempts', () => {
  it('cause a growing pause in every process; a success resets it', async () => {
    const asha = await person(app, organization, 'ops');
    const here = newAddress();
    // A busy machine takes seconds over a password, and the counters are of an hour.
    app.clock.set(new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 300_000));
    app.clock.stop();
    const guess = async (password: string) => (await signIn(app, { email: asha.email, password }, here)).answer;
    for (let i = 0; i < 5; i++) expect((await guess(`wrong password ${i}`)).status).toBe(401);
    const blocked = await guess(PASSWORD);
    expect([blocked.status, blocked.body.error.code]).toEqual([429, 'auth.too_many_attempts']);
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0);
    app.clock.advance(1500);
    expect((await guess('wrong again')).status).toBe(401);
    app.clock.advance(1000);
    expect((await guess(PASSWORD)).status).toBe(429);
    app.clock.advance(1500);
    expect((await guess(PASSWORD)).status).toBe(200);
    expect((await guess('wrong password')).status).toBe(401);
    expect((await guess(PASSWORD)).status).toBe(200);
    app.clock.reset();
  });

  it('from everywhere hold the owner up until the next hour at most', async () => {
    const asha = await person(app, organization, 'ops');
    const enter = async (password: string, from = newAddress()) =>
      (await signIn(app, { email: asha.email, password }, from)).answer.status;
    app.clock.set(new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 300_000));
    app.clock.stop();
    const here = newAddress();
    // As the page counts them, without a minute of hashing.
    for (let i = 0; i < 30; i++) {
      const guesser = { ...app.ctxFor(null, 'test'), ip: i < 4 ? here : newAddress() };
      await countAttempt(guesser, accountCounters(guesser, 'sign-in', asha.email));
    }
    expect([await enter(PASSWORD), await enter(PASSWORD, here)]).toEqual([429, 429]);
    app.clock.advance(3_600_000);
    expect(await enter(PASSWORD, here)).toBe(200);
    app.clock.reset();
  });

  it('are all counted when simultaneous', async () => {
    const asha = await person(app, organization, 'ops');
    const here = newAddress();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => signIn(app, { email: asha.email, password: `wrong password ${i}` }, here)),
    );
    const statuses = answers.map(({ answer }) => answer.status);
    expect(statuses.filter((s) => s === 401).length).toBeLessThanOrEqual(5);
    expect(statuses.filter((s) => s === 429).length).toBeGreaterThanOrEqual(7);
  });

  it('from another address do not lock the owner out', async () => {
    const asha = await person(app, organization, 'ops');
    const send = async (from: string, password: string) =>
      (await signIn(app, { email: asha.email, password }, from)).answer.status;
    const there = newAddress();
    app.clock.stop();
    for (let i = 0; i < 6; i++) await send(there, `wrong password ${i}`);
    expect(await send(there, PASSWORD)).toBe(429);
    expect(await send(newAddress(), PASSWORD)).toBe(200);
    app.clock.reset();
  });
});

describe('a forgotten password', () => {
  const ask = (email: string) => visitor(app).post('/auth/forgot-password', { email });
  const tokenIn = async (email: string) => {
    const params = (await lastMail(app, email))?.params as { sealedToken: string };
    return openLink(organization.ctx, params.sealedToken);
  };

  it('gets the same answer for any address', async () => {
    const asha = await person(app, organization, 'viewer');
    const [known, unknown] = await Promise.all([ask(asha.email), ask('nobody-at-all@people.example')]);
    expect(known.status).toBe(200);
    expect(unknown.body).toEqual(known.body);
    expect(await lastMail(app, 'nobody-at-all@people.example')).toBeUndefined();
  });

  it('is set with the mailed link, once, and every session ends', async () => {
    const asha = await person(app, organization, 'viewer');
    const { browser } = await signIn(app, { email: asha.email, password: PASSWORD });
    await ask(asha.email);
    const token = await tokenIn(asha.email);
    const next = 'another long password';
    expect((await visitor(app).post('/auth/reset-password', { token, password: next })).status).toBe(200);
    expect((await browser.get('/session')).status).toBe(401);
    expect((await signIn(app, { email: asha.email, password: PASSWORD })).answer.status).toBe(401);
    expect((await signIn(app, { email: asha.email, password: next })).answer.status).toBe(200);
    const again = await visitor(app).post('/auth/reset-password', { token, password: 'a third long password' });
    expect([again.status, again.body.error.code]).toEqual([410, 'auth.link_expired']);
    expect(await auditOf(asha.id, 'auth.password.reset')).toHaveLength(1);
    expect((await lastMail(app, asha.email))?.template).toBe('auth.password_changed');
  });

  it('leaves no working link in the database', async () => {
    const asha = await person(app, organization, 'viewer');
    await ask(asha.email);
    const token = await tokenIn(asha.email);
    const rows = await app.boot.database.system.selectFrom('auth_verification').select('identifier').execute();
    expect(rows.some((r) => r.identifier.includes(token))).toBe(false);
    expect(JSON.stringify((await lastMail(app, asha.email))?.params)).not.toContain(token);
  });

  it('must not be too short', async () => {
    const answer = await visitor(app).post('/auth/reset-password', { token: 'x'.repeat(24), password: 'short' });
    expect(answer.body.error).toMatchObject({ code: 'http.invalid', fields: { password: expect.any(String) } });
  });
});

describe('a password set from the command line', () => {
  const set = (email: string, secondFactorOff = false) =>
    setPassword(app.ctxFor(null, 'command line'), { email, password: 'a password for now', secondFactorOff });

  it('ends every session and writes an entry; the second factor stays unless it is turned off too', async () => {
    const asha = await person(app, organization, 'owner');
    const { browser } = await signIn(app, { email: asha.email, password: PASSWORD });
    const { otpauth_uri } = (await browser.post('/auth/two-factor/enable', { password: PASSWORD })).body.data;
    await browser.post('/auth/two-factor/confirm', { code: await codeOf(otpauth_uri) });
    expect(await set(asha.email.toUpperCase())).toMatchObject({ ok: true, data: { secondFactor: true } });
    expect((await browser.get('/session')).status).toBe(401);
    const enter = async (password: string) => (await signIn(app, { email: asha.email, password })).answer;
    expect((await enter('a password for now')).body.error.code).toBe('auth.second_factor_required');
    expect(await set(asha.email, true)).toMatchObject({ ok: true, data: { secondFactor: false } });
    expect((await enter('a password for now')).status).toBe(200);
    const entries = [
      ...(await auditOf(asha.id, 'auth.password.set')),
      ...(await auditOf(asha.id, 'auth.two_factor.removed')),
    ];
    expect(entries.map((e) => [e.organization_id, e.actor_kind])).toEqual(Array(3).fill([organization.id, 'system']));
    expect(await set('nobody@people.example')).toMatchObject({ code: 'auth.unknown_email' });
  });
});

describe('changing the password', () => {
  it('asks for the old one, and ends every other session', async () => {
    const asha = await person(app, organization, 'viewer');
    const phone = (await signIn(app, { email: asha.email, password: PASSWORD })).browser;
    const desk = (await signIn(app, { email: asha.email, password: PASSWORD })).browser;
    const new_password = 'quite another password';
    const wrong = await desk.post('/auth/change-password', { current_password: 'wrong', new_password });
    expect(wrong.body.error).toMatchObject({
      code: 'auth.wrong_password',
      fields: { current_password: expect.any(String) },
    });
    const right = await desk.post('/auth/change-password', { current_password: PASSWORD, new_password });
    expect(right.status).toBe(200);
    expect((await desk.get('/session')).status).toBe(200);
    expect((await phone.get('/session')).status).toBe(401);
    expect((await signIn(app, { email: asha.email, password: new_password })).answer.status).toBe(200);
  });
});
