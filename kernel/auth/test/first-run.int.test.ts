import { describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../../test/harness/index.ts';
import { cookieFrom, signIn, visitor } from '../../../test/harness/people.ts';
import { createOwner, ensureFirstRunToken } from '../index.ts';

const organization = {
  name: 'North Hostel',
  timeZone: 'Asia/Kolkata',
  currency: 'INR',
  country: 'IN',
  language: 'hi',
  modules: [],
};
/** The same with the API's field names. */
const { timeZone: time_zone, ...rest } = organization;
const spelled = { ...rest, time_zone };
const form = (token: string, email = 'warden@hostel.example') => ({
  token,
  owner: { name: 'Meera', email, password: 'correct horse battery' },
  organization: spelled,
});

async function emptyApp(use: (app: TestApp, token: string) => Promise<void>) {
  const app = await openTestApp({});
  try {
    await use(app, (await ensureFirstRunToken(app.ctxFor(null, 'test'))) ?? '');
  } finally {
    await app.close();
  }
}

describe('the first run', () => {
  it('needs the token, makes owner and organization, signs in, and cannot run again', () =>
    emptyApp(async (app, token) => {
      const browser = visitor(app);
      const front = async () => (await app.http.inject({ url: '/' })).headers.location;
      expect(await front()).toBe('/setup');
      expect((await browser.get(`/first-run?token=${token}`)).status).toBe(404);
      expect((await browser.post('/first-run/choices', { token: 'x'.repeat(43) })).status).toBe(404);
      expect((await browser.post('/first-run', form('x'.repeat(43)))).body.error.code).toBe('auth.first_run_closed');
      expect((await browser.post('/first-run/choices', { token })).body.data.languages).toContain('hi');
      const wrong = await browser.post('/first-run', {
        ...form(token),
        organization: { ...spelled, time_zone: 'Mars/Base' },
      });
      expect(wrong.body.error.fields).toEqual({ 'organization.time_zone': expect.any(String) });
      const short = { ...form(token), organization: { ...spelled, time_zone: 'IST' } };
      expect((await browser.post('/first-run', short)).body.error.fields, 'which is no zone of the database').toEqual({
        'organization.time_zone': expect.any(String),
      });
      const done = await browser.post('/first-run', form(token));
      expect(done.status).toBe(201);
      expect(await front()).toBe('/console/');
      const session = (await visitor(app, { cookie: cookieFrom(done.headers) }).get('/session')).body.data;
      expect(session).toMatchObject({
        role: 'owner',
        organization: { name: 'North Hostel', slug: 'north-hostel', time_zone: 'Asia/Kolkata', language: 'hi' },
      });
      for (const sent of [form(token, 'other@hostel.example'), { token }, { nothing: [1] }, 'x'])
        for (const path of ['/first-run', '/first-run/choices']) {
          const closed = await browser.post(path, sent);
          expect([closed.status, closed.body.error.code]).toEqual(
            sent === 'x' ? [415, 'http.media_type'] : [404, 'auth.first_run_closed'],
          );
        }
      expect(await ensureFirstRunToken(app.ctxFor(null, 'test'))).toBeNull();
    }));

  it('submitted twice at the same moment, makes one owner', () =>
    emptyApp(async (app, token) => {
      const answers = await Promise.all(
        ['a', 'b', 'c'].map((who) => visitor(app).post('/first-run', form(token, `${who}@hostel.example`))),
      );
      expect(answers.filter((a) => a.status === 201)).toHaveLength(1);
      const db = app.boot.database.system;
      expect(await db.selectFrom('organization').selectAll().execute()).toHaveLength(1);
      expect(await db.selectFrom('auth_user').selectAll().execute()).toHaveLength(1);
    }));

  it("isn't offered where the demo made an owner, whose password was generated", () =>
    emptyApp(async (app) => {
      const ctx = app.ctxFor(null, 'demo');
      const nobody = await createOwner(ctx, { name: 'Demo', email: 'demo', organization });
      expect(nobody).toMatchObject({ code: 'people.email_malformed', fields: { 'owner.email': expect.any(String) } });
      const made = await createOwner(ctx, { name: 'Demo', email: 'demo@hostel.example', organization });
      if (!made.ok) throw new Error(made.code);
      expect(made.data.password).toMatch(/^(\w{4}-){3}\w{4}$/);
      expect(await ensureFirstRunToken(ctx)).toBeNull();
      const { password } = made.data;
      expect((await signIn(app, { email: 'demo@hostel.example', password })).answer.status).toBe(200);
    }));
});
