import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from '../../test/harness/index.ts';
import { cookieFrom, lastMail, PASSWORD, person, signIn, visitor } from '../../test/harness/people.ts';
import { SHARED_TABLES } from '../db/index.ts';
import { newId } from '../lib/ids.ts';

let app: TestApp;
let organization: TestOrganization;
beforeAll(async () => {
  app = await useTestApp();
});

const fresh = async () => newOrganization(app);
/** Behind #, so that no log contains it. */
const tokenOf = (url: string) => new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? '';
const address = () => `${newId()}@people.example`;

describe('row-level security', () => {
  beforeAll(async () => {
    organization = await fresh();
    await organization.as('viewer');
  });

  it('shows nothing to a query that forgets the organization, and only its own rows to one that sets it', async () => {
    const { database } = app.boot;
    const other = await fresh();
    await other.as('owner');
    for (const table of ['membership', 'organization', 'auth_user', 'invitation', 'api_key'] as const) {
      expect(await database.withoutOrganization.selectFrom(table).select(sql`1`.as('one')).execute(), table).toEqual(
        [],
      );
    }
    const seen = await database
      .forOrganization(organization.id)
      .selectFrom('membership')
      .select('organization_id')
      .execute();
    expect(seen).toEqual([{ organization_id: organization.id }]);
    const people = await database.forOrganization(organization.id).selectFrom('auth_user').select('id').execute();
    expect(people).toHaveLength(1);
  });

  it("refuses a row for another organization, and another organization's row", async () => {
    const other = await fresh();
    const { userId } = await other.as('viewer');
    const db = app.boot.database.forOrganization(organization.id);
    const values = { organization_id: other.id, user_id: newId(), role: 'owner' };
    await expect(db.insertInto('membership').values(values).execute()).rejects.toThrow(/row-level security/);
    const moved = await db
      .updateTable('membership')
      .set({ role: 'owner' })
      .where('user_id', '=', userId)
      .executeTakeFirst();
    expect(Number(moved.numUpdatedRows)).toBe(0);
  });

  it('gives requests no access to passwords, sessions and tokens', async () => {
    const db = app.boot.database.forOrganization(organization.id);
    for (const table of [
      'auth_session',
      'auth_account',
      'auth_two_factor',
      'auth_passkey',
      'auth_refresh_token',
      'auth_verification',
    ] as const) {
      await expect(db.selectFrom(table).selectAll().execute(), table).rejects.toThrow(/permission denied/);
    }
    await expect(db.selectFrom('auth_user').select('email_verified').execute()).rejects.toThrow(/permission denied/);
  });

  it('is on for every table that names an organization, and their keys begin with it', async () => {
    const { rows } = await sql<{ name: string; secure: boolean; key: string | null }>`
      select c.relname as name, c.relrowsecurity as secure,
        (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
          where i.indrelid = c.oid and i.indisprimary) as key
      from pg_class c join pg_attribute o on o.attrelid = c.oid and o.attname = 'organization_id' and not o.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all (${Object.keys(SHARED_TABLES)}::text[])`.execute(
      app.boot.database.system,
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter((r) => !r.secure).map((r) => r.name)).toEqual([]);
    expect(rows.filter((r) => r.key !== null && r.key !== 'organization_id').map((r) => r.name)).toEqual([]);
  });

  it('is backed by foreign keys that contain the organization', async () => {
    // A document and its series' counter are one such pair: another organization's counter doesn't count.
    const other = await fresh();
    const { system } = app.boot.database;
    const series = { series: 'receipt', last_number: 1 };
    await system
      .insertInto('document_counter')
      .values({ ...series, organization_id: other.id })
      .execute();
    const paper = { series: 'receipt', number: 1, formatted_number: 'R-1', issued_at: new Date(), snapshot: '{}' };
    const crossing = system
      .insertInto('document')
      .values({ ...paper, organization_id: organization.id, id: newId(), subject_type: 'a.b', subject_id: newId() });
    await expect(crossing.execute()).rejects.toThrow(/foreign key/);
    const { rows } = await sql<{ name: string }>`
      select con.conname as name from pg_constraint con
      where con.contype = 'f' and con.confrelid <> 'organization'::regclass
        and exists (select from pg_attribute where attrelid = con.confrelid and attname = 'organization_id' and not attisdropped)
        and not exists (select from pg_attribute a where a.attrelid = con.conrelid and a.attnum = any (con.conkey) and a.attname = 'organization_id')`.execute(
      system,
    );
    expect(rows).toEqual([]);
  });
});

describe('the organization of a request', () => {
  it('is the one in its header, if the person is a member', async () => {
    const [mine, theirs] = [await fresh(), await fresh()];
    const viewer = await mine.as('viewer');
    const wrong = await viewer.get('/session', { 'x-organization': theirs.id });
    expect([wrong.status, wrong.body.error.code]).toEqual([403, 'auth.not_a_member']);
    expect((await viewer.get(`/organization?organization=${theirs.id}`)).status).toBe(403);
    expect((await viewer.get('/session', { 'x-organization': 'nonsense' })).status).toBe(404);
    expect((await viewer.get('/organization', { 'x-organization': mine.slug })).body.data.id).toBe(mine.id);
    expect((await viewer.get('/organization', { 'x-organization': mine.id })).body.data.id).toBe(mine.id);
  });

  it('is switched for the session', async () => {
    const owner = await (await fresh()).as('owner');
    const form = {
      name: 'Second Hostel',
      time_zone: 'Africa/Kampala',
      currency: 'UGX',
      country: 'UG',
      language: 'en',
      modules: [],
    };
    const second = (await owner.post('/organizations', form)).body.data;
    expect(second.slug).toMatch(/^second-hostel/);
    expect((await owner.post('/session/organization', { organization_id: second.id })).status).toBe(200);
    const session = (await owner.get('/session')).body.data;
    expect(session.organization).toMatchObject({ id: second.id, currency: 'UGX' });
    expect(session.organizations).toHaveLength(2);
    expect((await owner.post('/session/organization', { organization_id: newId() })).status).toBe(403);
  });
});

describe('describing the organization', () => {
  it('accepts valid fields and names the faulty ones', async () => {
    const app = await fresh();
    const admin = await app.as('admin');
    const changed = await admin.patch('/organization', { name: 'Hall 5', language: 'hi', time_zone: 'Asia/Kathmandu' });
    const described = { name: 'Hall 5', language: 'hi', time_zone: 'Asia/Kathmandu', currency: 'INR' };
    expect(changed.body.data).toMatchObject(described);
    expect((await admin.get('/organization')).body.data).toMatchObject(described);
    const wrong = await admin.patch('/organization', { currency: 'ZZZ', modules: ['opera'] });
    expect([wrong.status, Object.keys(wrong.body.error.fields)]).toEqual([400, ['currency', 'modules']]);
    const taken = await admin.patch('/organization', { slug: (await fresh()).slug.slice(0, 63) });
    expect([taken.status, taken.body.error.code]).toEqual([409, 'tenancy.slug_taken']);
  });
});

describe('members', () => {
  it('change role and leave at once', async () => {
    const organization = await fresh();
    const [owner, ops] = [await organization.as('owner'), await organization.as('ops')];
    expect((await owner.get('/members')).body.data.map((m: { role: string }) => m.role)).toEqual(['owner', 'ops']);
    expect((await owner.patch(`/members/${ops.userId}`, { role: 'viewer' })).status).toBe(200);
    expect((await ops.get('/session')).body.data.role).toBe('viewer');
    expect((await owner.delete(`/members/${ops.userId}`)).status).toBe(200);
    expect((await ops.get('/organization')).status).toBe(403);
    expect((await ops.get('/session')).body.data).toMatchObject({ organization: null, role: null, permissions: [] });
    expect((await owner.delete(`/members/${ops.userId}`)).status).toBe(404);
  });

  it('always keep an owner, even when two owners step down at the same moment', async () => {
    const organization = await fresh();
    const [one, two] = [await organization.as('owner'), await organization.as('owner')];
    const answers = await Promise.all([
      one.patch(`/members/${one.userId}`, { role: 'viewer' }),
      two.patch(`/members/${two.userId}`, { role: 'viewer' }),
    ]);
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
    const last = answers[0].status === 409 ? one : two;
    expect((await last.delete(`/members/${last.userId}`)).body.error.code).toBe('tenancy.last_owner');
  });

  it('give nobody more than they have', async () => {
    const organization = await fresh();
    const [owner, admin, viewer] = [
      await organization.as('owner'),
      await organization.as('admin'),
      await organization.as('viewer'),
    ];
    const refused = [
      await admin.patch(`/members/${viewer.userId}`, { role: 'owner' }),
      await admin.patch(`/members/${owner.userId}`, { role: 'viewer' }),
      await admin.delete(`/members/${owner.userId}`),
      await admin.post('/invitations', { email: address(), role: 'owner' }),
    ];
    expect(refused.map((r) => r.body.error.code)).toEqual(Array(4).fill('tenancy.role_above_yours'));
  });
});

describe('invitations', () => {
  it('of an owner are not revoked by an admin, and stay open', async () => {
    const organization = await fresh();
    const [owner, admin] = [await organization.as('owner'), await organization.as('admin')];
    const { id } = (await owner.post('/invitations', { email: address(), role: 'owner' })).body.data;
    const refused = await admin.delete(`/invitations/${id}`);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'tenancy.role_above_yours']);
    expect((await owner.get('/invitations')).body.data).toMatchObject([{ id, state: 'open' }]);
    expect((await owner.delete(`/invitations/${id}`)).status).toBe(200);
  });

  it('make a new person a member', async () => {
    const organization = await fresh();
    const owner = await organization.as('owner');
    const email = address();
    const invited = (await owner.post('/invitations', { email: email.toUpperCase(), role: 'ops' })).body.data;
    expect(await lastMail(app, email)).toMatchObject({ template: 'tenancy.invitation', subject_id: invited.id });
    const token = tokenOf(invited.url);
    expect((await visitor(app).post('/auth/invitation', { token })).body.data).toEqual({
      email,
      organization: organization.name,
      has_account: null,
    });
    const accept = (body: object) => visitor(app).post('/auth/accept-invitation', { token, ...body });
    expect((await accept({ name: 'Ravi', password: 'short' })).body.error.fields).toHaveProperty('password');
    const joined = await accept({ name: 'Ravi', password: PASSWORD });
    expect(joined.status).toBe(200);
    const session = (await visitor(app, { cookie: cookieFrom(joined.headers) }).get('/session')).body.data;
    expect(session).toMatchObject({ role: 'ops', organization: { id: organization.id }, user: { email } });
    expect((await accept({ name: 'Ravi', password: PASSWORD })).body.error.code).toBe('auth.link_expired');
    expect((await owner.get('/invitations')).body.data[0]).toMatchObject({ email, state: 'accepted' });
  });

  it('ask a person with an account for its password, or use their session', async () => {
    const [home, away] = [await fresh(), await fresh()];
    const asha = await person(app, home, 'viewer');
    const owner = await away.as('owner');
    const invited = (await owner.post('/invitations', { email: asha.email, role: 'admin' })).body.data;
    const token = tokenOf(invited.url);
    const wrong = await visitor(app).post('/auth/accept-invitation', {
      token,
      name: 'X',
      password: 'not hers at all',
    });
    expect(wrong.body.error).toMatchObject({ code: 'auth.wrong_password', fields: { password: expect.any(String) } });
    const { browser } = await signIn(app, { email: asha.email, password: PASSWORD });
    expect((await browser.post('/auth/accept-invitation', { token })).status).toBe(200);
    const ids = (await browser.get('/session')).body.data.organizations.map((o: { id: string }) => o.id);
    expect(ids.sort()).toEqual([home.id, away.id].sort());
  });

  it('are sent again with a new link, withdrawn, and expire', async () => {
    const owner = await (await fresh()).as('owner');
    const email = address();
    const first = (await owner.post('/invitations', { email, role: 'viewer' })).body.data;
    expect((await owner.post('/invitations', { email, role: 'viewer' })).body.error.code).toBe(
      'tenancy.already_invited',
    );
    const second = (await owner.post(`/invitations/${first.id}/resend`)).body.data;
    const look = async (url: string) => (await visitor(app).post('/auth/invitation', { token: tokenOf(url) })).status;
    expect([await look(first.url), await look(second.url)]).toEqual([410, 200]);
    app.clock.advance(8 * 86_400_000);
    expect(await look(second.url)).toBe(410);
    app.clock.reset();
    expect((await owner.delete(`/invitations/${first.id}`)).status).toBe(200);
    expect(await look(second.url)).toBe(410);
    expect((await owner.post(`/invitations/${first.id}/resend`)).status).toBe(404);
  });

  it('accepted twice at the same moment make one member', async () => {
    const organization = await fresh();
    const owner = await organization.as('owner');
    const { url } = (await owner.post('/invitations', { email: address(), role: 'viewer' })).body.data;
    const body = { token: tokenOf(url), name: 'Ravi', password: PASSWORD };
    const answers = await Promise.all([1, 2, 3].map(() => visitor(app).post('/auth/accept-invitation', body)));
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1);
    expect((await owner.get('/members')).body.data).toHaveLength(2);
  });
});

describe('API keys', () => {
  const using = (key: string, headers = {}) => visitor(app, { authorization: `Bearer ${key}`, ...headers });

  it('act for the organization with their role, are shown once, and end at once', async () => {
    const organization = await fresh();
    const owner = await organization.as('owner');
    const made = await owner.post('/api-keys', { name: 'Till', role: 'viewer' });
    const { id, key, prefix } = made.body.data;
    expect(key).toMatch(/^cf_[a-z0-9]{8}_[\w-]{43}$/);
    const listed = (await owner.get('/api-keys')).body.data;
    expect(listed).toMatchObject([{ id, prefix, role: 'viewer', expires_at: null, revoked_at: null }]);
    expect(JSON.stringify(listed)).not.toContain(key);
    const machine = using(key);
    expect((await machine.get('/organization')).body.data.id).toBe(organization.id);
    expect((await machine.patch('/organization', { name: 'X' })).body.error.code).toBe('http.forbidden');
    expect((await machine.get('/organization', { 'x-organization': (await fresh()).id })).status).toBe(403);
    expect((await owner.delete(`/api-keys/${id}`)).status).toBe(200);
    expect((await machine.get('/organization')).body.error.code).toBe('auth.bad_api_key');
  });

  it('write with their role without a CSRF header, but make no keys', async () => {
    const owner = await (await fresh()).as('owner');
    const { key } = (await owner.post('/api-keys', { name: 'Sync', role: 'admin' })).body.data;
    expect((await using(key).patch('/organization', { name: 'By a machine' })).status).toBe(200);
    const more = await using(key).post('/api-keys', { name: 'Another', role: 'viewer' });
    expect(more.body.error.code).toBe('auth.person_required');
  });

  it('expire', async () => {
    const owner = await (await fresh()).as('owner');
    const expires_at = new Date(Date.now() + 60_000).toISOString();
    const { key } = (await owner.post('/api-keys', { name: 'Short', role: 'ops', expires_at })).body.data;
    expect((await using(key).get('/organization')).status).toBe(200);
    app.clock.advance(61_000);
    expect((await using(key).get('/organization')).status).toBe(401);
    const past = await owner.post('/api-keys', { name: 'Past', role: 'ops', expires_at });
    expect(past.body.error).toMatchObject({ code: 'tenancy.expiry_past', fields: { expires_at: expect.any(String) } });
    app.clock.reset();
  });

  it('are refused when invented', async () => {
    expect((await using('cf_abcdefgh_nothing').get('/organization')).status).toBe(401);
  });
});
