import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Caller,
  newOrganization,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../test/harness/index.ts';
import { findText } from '../i18n/index.ts';
import { grantable } from './queries/staff-roles.ts';

const CASHIER = 'exhibition.cashier';
let app: TestApp;
let fair: TestOrganization;
let owner: Caller;
beforeAll(async () => {
  app = await useTestApp();
  fair = await newOrganization(app);
  owner = await fair.as('owner');
});

/** A member whom the owner gave this role by trade. */
async function withTrade(key: string): Promise<Caller> {
  const member = await fair.as('viewer');
  const given = await owner.patch(`/members/${member.userId}`, { staff_role: key });
  expect(given.status, JSON.stringify(given.body)).toBe(200);
  return member;
}
const audits = (action: string) =>
  fair.ctx.db
    .selectFrom('audit_entry')
    .select(['after', 'subject_id'])
    .where('organization_id', '=', fair.id)
    .where('action', '=', action)
    .orderBy('id')
    .execute();

describe('a role by trade', () => {
  it('gives a cashier the desk and the till, and nothing else', async () => {
    const cashier = await withTrade(CASHIER);
    const { body } = await cashier.get('/session');
    expect(body.data).toMatchObject({ role: 'ops', staff_role: 'Cashier', pages: ['/desk', '/till'] });
    expect(body.data.permissions).toContain('exhibition.bill.add');
    expect(body.data.permissions).not.toContain('payments.read');
    expect((await cashier.get('/exhibition/customers')).status).toBe(200);
    for (const path of ['/payments', '/mess/students', '/people', '/messages', '/members', '/settings'])
      expect((await cashier.get(path)).status, path).toBe(403);
    expect((await audits('tenancy.member.role_changed')).at(-1)?.after).toMatchObject({
      role: 'Cashier',
      trade: CASHIER,
    });
    const member = (await owner.get('/members')).body.data.find(({ id }: { id: string }) => id === cashier.userId);
    expect(member).toMatchObject({ role: 'ops', staff_role: CASHIER });
  });

  it('leaves the four roles as they were, and ends with one of them', async () => {
    const member = await withTrade(CASHIER);
    expect((await member.get('/payments')).status).toBe(403);
    await owner.patch(`/members/${member.userId}`, { role: 'ops' });
    expect((await member.get('/payments')).status).toBe(200);
    expect((await member.get('/session')).body.data).toMatchObject({ role: 'ops', staff_role: null, pages: [] });
  });

  it('is made and changed by an owner, for all who have it, from the next request on', async () => {
    const input = { name: 'Night desk', permissions: ['exhibition.read'], pages: ['/exhibition/bills'] };
    const made = await owner.post('/staff-roles', input);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const { key } = made.body.data;
    expect(made.body.data).toMatchObject({ ...input, role: 'viewer', usual: false, holders: 0 });
    const member = await withTrade(key);
    expect((await member.get('/till/sessions')).status).toBe(403);
    const changed = await owner.patch(`/staff-roles/${key}`, { permissions: ['exhibition.read', 'till.use'] });
    expect(changed.body.data).toMatchObject({ role: 'ops', holders: 1 });
    expect((await member.get('/till/sessions')).status).toBe(200);
    const row = await fair.ctx.db
      .selectFrom('membership')
      .select(['role', 'staff_role'])
      .where('organization_id', '=', fair.id)
      .where('user_id', '=', member.userId)
      .executeTakeFirst();
    expect(row).toEqual({ role: 'ops', staff_role: key });
    expect((await owner.delete(`/staff-roles/${key}`)).body.error.code).toBe('tenancy.staff_role_used');
    await owner.patch(`/members/${member.userId}`, { role: 'viewer' });
    expect((await owner.delete(`/staff-roles/${key}`)).status).toBe(200);
    for (const action of ['made', 'changed', 'removed'])
      expect((await audits(`tenancy.staff_role.${action}`)).at(-1)?.subject_id, action).toBe(key);
  });

  it('that is usual gets the organization’s own form, and goes back to the usual', async () => {
    const steward = await withTrade('mess.steward');
    expect((await steward.get('/devices')).status).toBe(403);
    const { permissions } = (await owner.get('/staff-roles/mess.steward')).body.data;
    await owner.patch('/staff-roles/mess.steward', { permissions: [...permissions, 'device.read'] });
    expect((await steward.get('/devices')).status).toBe(200);
    const renamed = await owner.patch('/staff-roles/mess.steward', { name: 'Waiter' });
    expect(renamed.body.error.fields.name).toBeDefined();
    expect((await owner.delete('/staff-roles/mess.steward')).status).toBe(200);
    expect((await steward.get('/devices')).status).toBe(403);
    expect((await steward.get('/session')).body.data.pages[0]).toBe('/mess/cook-count');
  });

  it('is never more than its giver has, nor an owner’s', async () => {
    const admin = await fair.as('admin');
    const member = await fair.as('viewer');
    const given = await admin.patch(`/members/${member.userId}`, { staff_role: CASHIER });
    expect(given.body.error.code).toBe('tenancy.owner_only');
    const made = await admin.post('/staff-roles', { name: 'Mine', permissions: ['exhibition.read'], pages: [] });
    expect(made.body.error.code).toBe('tenancy.owner_only');
    for (const name of ['backup.read', 'mess.scan', 'made.up']) {
      const refused = await owner.post('/staff-roles', { name, permissions: [name], pages: [] });
      expect(refused.body.error.code, name).toBe('tenancy.permission_unknown');
    }
    // Whoever invites looks at members, not at the mess: neither a steward nor a viewer of all is theirs to give.
    const { key } = (
      await owner.post('/staff-roles', { name: 'Inviter', permissions: ['member.read', 'member.write'], pages: [] })
    ).body.data;
    const inviter = await withTrade(key);
    for (const wanted of [{ staff_role: 'mess.steward' }, { role: 'viewer' }]) {
      const refused = await inviter.post('/invitations', { email: 'x@example.org', ...wanted });
      expect(refused.body.error.code).toBe('tenancy.role_above_yours');
    }
    const unknown = await owner.post('/invitations', { email: 'x@example.org', staff_role: 'fair.juggler' });
    expect(unknown.body.error.code).toBe('tenancy.staff_role_unknown');
  });

  it('is what an invitation gives', async () => {
    const email = `${fair.id}@example.org`;
    const invited = await owner.post('/invitations', { email, staff_role: CASHIER });
    expect(invited.status, JSON.stringify(invited.body)).toBe(201);
    const open = (await owner.get('/invitations')).body.data[0];
    expect(open).toMatchObject({ email, role: 'ops', staff_role: CASHIER });
    const token = new URL(invited.body.data.url).hash.split('=')[1];
    const accepted = await app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/accept-invitation',
      headers: { origin: app.config.PUBLIC_URL },
      payload: { token, name: 'Ravi', password: 'three quiet mango trees' },
    });
    expect(accepted.statusCode, accepted.body).toBe(200);
    const member = (await owner.get('/members')).body.data.find((one: { email: string }) => one.email === email);
    expect(member).toMatchObject({ role: 'ops', staff_role: CASHIER });
  });

  it('is not given while it is removed, to a member, by an invitation or to a key', async () => {
    const { key } = (await owner.post('/staff-roles', { name: 'Going', permissions: ['exhibition.read'], pages: [] }))
      .body.data;
    const member = await fair.as('viewer');
    const removing = new pg.Client({ connectionString: app.adminUrl });
    await removing.connect();
    await removing.query('begin');
    // As the removal does: the roles are locked, nobody has it, it is deleted.
    await removing.query('select id from organization where id = $1 for no key update', [fair.id]);
    const giving = Promise.all([
      owner.patch(`/members/${member.userId}`, { staff_role: key }),
      owner.post('/invitations', { email: 'going@example.org', staff_role: key }),
      owner.post('/api-keys', { name: 'Going', staff_role: key }),
    ]);
    const waiting = async () => {
      const text = `select count(*)::int as n from pg_locks where not granted and
        pid in (select pid from pg_stat_activity where datname = current_database())`;
      return (await removing.query<{ n: number }>(text)).rows[0]?.n;
    };
    await expect.poll(waiting).toBe(3);
    await removing.query('delete from staff_role where organization_id = $1 and key = $2', [fair.id, key]);
    await removing.query('commit');
    await removing.end();
    for (const refused of await giving) expect(refused.body.error.code).toBe('tenancy.staff_role_unknown');
  });

  it('bounds a key, and its maker’s bounds the maker’s keys', async () => {
    const make = async (by: Caller, input: object) => {
      const made = await by.post('/api-keys', { name: 'Till', ...input });
      expect(made.status, JSON.stringify(made.body)).toBe(201);
      const authorization = `Bearer ${made.body.data.key}`;
      return async (path: string) =>
        (await app.http.inject({ url: `/api/v1${path}`, headers: { authorization } })).statusCode;
    };
    const cashier = await make(owner, { staff_role: CASHIER });
    expect([await cashier('/exhibition/customers'), await cashier('/payments')]).toEqual([200, 403]);
    const admin = await fair.as('admin');
    const all = await make(admin, { role: 'ops' });
    expect([await all('/exhibition/customers'), await all('/payments')]).toEqual([200, 200]);
    await owner.patch(`/members/${admin.userId}`, { staff_role: CASHIER });
    expect([await all('/exhibition/customers'), await all('/payments')]).toEqual([200, 403]);
  });

  it('of a module that is off is not offered', async () => {
    const hostel = await newOrganization(app, { modules: ['mess'] });
    const keys = (await (await hostel.as('owner')).get('/staff-roles')).body.data.map(
      ({ key }: { key: string }) => key,
    );
    expect(keys).toContain('mess.warden');
    expect(keys).not.toContain(CASHIER);
  });

  it('has words for people, and so has everything that it can hold', () => {
    const missing = ['en', 'hi', 'es'].flatMap((locale) => {
      const ctx = { ...fair.ctx, locale };
      return [
        ...grantable(ctx).map(({ permission }) => `console.permissions.${permission}`),
        ...[...app.boot.services.auth.staffRoles.keys()].map((key) => `console.staff_role.${key}`),
      ].filter((key) => !findText(ctx, key));
    });
    expect(missing).toEqual([]);
  });

  it('names permissions that exist', () => {
    const { staffRoles, permissions } = app.boot.services.auth;
    const unknown = [...staffRoles.values()].flatMap((role) => role.permissions.filter((name) => !permissions[name]));
    expect(unknown).toEqual([]);
  });
});
