import { SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from '../../../test/harness/index.ts';
import { PASSWORD, person, visitor } from '../../../test/harness/people.ts';
import { issuePortalTokens, revokePortalTokens } from '../index.ts';

let app: TestApp;
let organization: TestOrganization;
beforeAll(async () => {
  app = await useTestApp();
  organization = await newOrganization(app);
});

async function client(email: string) {
  const answer = await visitor(app).post('/auth/token', { email, password: PASSWORD });
  expect(answer.status).toBe(200);
  return answer.body.data as { access_token: string; refresh_token: string; expires_in: number };
}
const bearer = (token: string) => visitor(app, { authorization: `Bearer ${token}` });
const refresh = (refresh_token: string) => visitor(app).post('/auth/token/refresh', { refresh_token });

describe('a mobile client', () => {
  it('gets a JWT for 15 minutes, which needs no CSRF header, and no cookie', async () => {
    const asha = await person(app, organization, 'admin');
    const tokens = await client(asha.email);
    expect(tokens.expires_in).toBe(900);
    const api = bearer(tokens.access_token);
    expect((await api.get('/session')).body.data).toMatchObject({ user: { id: asha.id }, role: 'admin' });
    expect((await api.patch('/organization', { name: 'Hostel' })).status).toBe(200);
    app.clock.advance(901_000);
    expect((await api.get('/session')).body.error.code).toBe('auth.bad_token');
    app.clock.reset();
    const sessions = app.boot.database.system.selectFrom('auth_session').selectAll().where('user_id', '=', asha.id);
    expect(await sessions.execute()).toHaveLength(0);
  });

  it('renews its pair; a refresh token used twice ends the whole family', async () => {
    const asha = await person(app, organization, 'viewer');
    const first = await client(asha.email);
    const second = (await refresh(first.refresh_token)).body.data;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await bearer(second.access_token).get('/session')).status).toBe(200);
    expect((await refresh(first.refresh_token)).body.error.code).toBe('auth.bad_token');
    expect((await refresh(second.refresh_token)).status).toBe(401);
    expect((await bearer(second.access_token).get('/session')).status).toBe(401);
    const entries = app.boot.database.system
      .selectFrom('audit_entry')
      .selectAll()
      .where('subject_id', '=', asha.id)
      .where('action', '=', 'auth.token.reused');
    expect(await entries.execute()).toHaveLength(1);
  });

  it('gets at most one pair when it renews twice at the same moment', async () => {
    const asha = await person(app, organization, 'viewer');
    const { refresh_token } = await client(asha.email);
    const answers = await Promise.all([refresh(refresh_token), refresh(refresh_token), refresh(refresh_token)]);
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1);
  });

  it('signs out', async () => {
    const asha = await person(app, organization, 'viewer');
    const tokens = await client(asha.email);
    expect((await visitor(app).post('/auth/token/revoke', { refresh_token: tokens.refresh_token })).status).toBe(200);
    expect((await bearer(tokens.access_token).get('/session')).status).toBe(401);
    expect((await refresh(tokens.refresh_token)).status).toBe(401);
  });

  it('is refused when signed with another key, or not signed', async () => {
    const asha = await person(app, organization, 'viewer');
    const { access_token } = await client(asha.email);
    const [, payload = ''] = access_token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const header = { alg: 'HS256', typ: 'at+jwt' };
    const forged = await new SignJWT(claims).setProtectedHeader(header).sign(Buffer.alloc(32, 1));
    expect((await bearer(forged).get('/session')).status).toBe(401);
    const none = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.`;
    expect((await bearer(none).get('/session')).status).toBe(401);
  });
});

describe('a portal', () => {
  it('reaches only routes for portals, and ends when its link is revoked', async () => {
    const subject = 'exhibition.customer:1';
    const issued = await issuePortalTokens(organization.ctx, organization, subject);
    if (!issued.ok) throw new Error(issued.code);
    const portal = bearer(issued.data.access_token);
    expect((await portal.get('/session')).body.error.code).toBe('http.forbidden');
    expect((await portal.get('/members')).body.error.code).toBe('http.forbidden');
    await revokePortalTokens(organization.ctx, organization.id, subject);
    expect((await portal.get('/members')).status).toBe(401);
    expect((await refresh(issued.data.refresh_token)).status).toBe(401);
  });

  it('gets a few pairs for one refresh token whose answers were lost; then its whole family ends', async () => {
    const issued = await issuePortalTokens(organization.ctx, organization, 'exhibition.customer:2');
    if (!issued.ok) throw new Error(issued.code);
    const asked = () => refresh(issued.data.refresh_token);
    const first = await Promise.all([asked(), asked(), asked(), asked()]);
    expect(first.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await asked()).body.error.code).toBe('auth.bad_token');
    for (const { body } of first) expect((await refresh(body.data.refresh_token)).status).toBe(401);
    const rows = app.boot.database.system
      .selectFrom('auth_refresh_token')
      .select('revoked_at')
      .where('subject', '=', 'exhibition.customer:2');
    expect((await rows.execute()).map(({ revoked_at }) => revoked_at !== null)).toEqual(Array(5).fill(true));
  });

  it('gets none for a refresh token whose next one was used already', async () => {
    const issued = await issuePortalTokens(organization.ctx, organization, 'exhibition.customer:3');
    if (!issued.ok) throw new Error(issued.code);
    const { refresh_token } = (await refresh(issued.data.refresh_token)).body.data;
    const newest = (await refresh(refresh_token)).body.data;
    expect((await refresh(issued.data.refresh_token)).body.error.code).toBe('auth.bad_token');
    expect((await refresh(newest.refresh_token)).status, 'the family has ended').toBe(401);
  });

  it('gets no tokens for a link that no module recognizes', async () => {
    const answer = await visitor(app).post('/auth/token', { portal_token: 'made up' });
    expect(answer.body.error.code).toBe('auth.bad_token');
  });
});
