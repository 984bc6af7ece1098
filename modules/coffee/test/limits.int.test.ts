import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { newMachine, newMerchant, type Operator, operator } from './factories.ts';

let fleet: Operator;
let other: { id: string };
beforeEach(async () => {
  fleet = await operator();
  other = await newMerchant(fleet.admin, 'Stations');
});

/** A person with this role, limited to the first merchant. */
async function limited(role: 'admin' | 'ops' | 'viewer') {
  const person = await fleet.organization.as(role);
  const limit = { kind: 'coffee.merchant', id: fleet.merchant.id };
  const done = await fleet.admin.patch(`/members/${person.userId}`, { limit });
  expect(done.body.data).toMatchObject({ role, limit });
  return person;
}

describe('a person limited to one merchant', () => {
  test('sees only its machines, locations and the merchant itself', async () => {
    const { admin } = fleet;
    const mine = await newMachine(fleet);
    const foreign = await newMachine(fleet, { merchant_id: other.id });
    await admin.post('/coffee/locations', { merchant_id: other.id, name: 'Platform 9' });
    const viewer = await limited('viewer');
    expect((await viewer.get('/coffee/machines')).body.data.map((one: { id: string }) => one.id)).toEqual([mine.id]);
    expect((await viewer.get(`/coffee/machines/${foreign.serial}`)).status).toBe(404);
    expect((await viewer.get(`/coffee/machines/${foreign.id}/bins`)).status).toBe(404);
    expect((await viewer.get('/coffee/merchants')).body.data).toMatchObject([{ id: fleet.merchant.id }]);
    expect((await viewer.get('/coffee/locations')).body.data).toEqual([]);
    const members = (await admin.get('/members')).body.data;
    expect(members.find(({ id }: { id: string }) => id === viewer.userId).limit).toMatchObject({ name: 'Kiosks & Co' });
    // Whole again, at the next request.
    await admin.patch(`/members/${viewer.userId}`, { limit: null });
    expect((await viewer.get('/coffee/machines')).body.data).toHaveLength(2);
  });

  test('has only the permissions that the limit names, whatever the role', async () => {
    const limitedAdmin = await limited('admin');
    const session = (await limitedAdmin.get('/session')).body.data;
    expect(session.permissions).toEqual([
      'coffee.operate',
      'coffee.read',
      'coffee.refund',
      'events.read',
      'organization.read',
    ]);
    const tried = [
      '/members',
      '/audit-entries',
      '/settings',
      '/devices',
      '/api-keys',
      '/payments',
      '/electricity/meters',
    ];
    for (const path of tried) expect([path, (await limitedAdmin.get(path)).status]).toEqual([path, 403]);
    expect((await limitedAdmin.post('/coffee/merchants', { name: 'Mine' })).status).toBe(403);
    // Nor a way back to the whole.
    expect((await limitedAdmin.patch(`/members/${limitedAdmin.userId}`, { limit: null })).status).toBe(403);
    const settings = `/coffee/machines/${(await newMachine(fleet, { merchant_id: other.id })).id}/bins`;
    const put = await fleet.app.http.inject({
      method: 'PUT',
      url: `/api/v1${settings}`,
      headers: limitedAdmin.headers,
      payload: { bins: [] },
    });
    expect(put.statusCode).toBe(404);
  });

  test('hands the limit on to the keys that they made', async () => {
    const { admin, app } = fleet;
    const mine = await newMachine(fleet);
    await newMachine(fleet, { merchant_id: other.id });
    const person = await fleet.organization.as('admin');
    const { key } = (await person.post('/api-keys', { name: 'Report', role: 'viewer' })).body.data;
    const ask = () => app.http.inject({ url: '/api/v1/coffee/machines', headers: { authorization: `Bearer ${key}` } });
    expect((await ask()).json().data).toHaveLength(2);
    await admin.patch(`/members/${person.userId}`, { limit: { kind: 'coffee.merchant', id: fleet.merchant.id } });
    expect((await ask()).json().data).toMatchObject([{ id: mine.id }]);
  });

  test('may be invited as such', async () => {
    const { admin, db } = fleet;
    const limit = { kind: 'coffee.merchant', id: fleet.merchant.id };
    const owner = await fleet.organization.as('owner');
    const invited = await owner.post('/invitations', { email: 'shop@example.org', role: 'ops', limit });
    expect(invited.status).toBe(201);
    expect((await admin.get('/invitations')).body.data[0].limit).toMatchObject({ id: limit.id, name: 'Kiosks & Co' });
    const unknown = { kind: 'coffee.merchant', id: fleet.admin.userId };
    const refused = await owner.post('/invitations', { email: 'b@example.org', role: 'ops', limit: unknown });
    expect([refused.status, refused.body.error.code]).toEqual([400, 'tenancy.limit_unknown']);
    const self = await owner.patch(`/members/${owner.userId}`, { limit });
    expect([self.status, self.body.error.code]).toEqual([400, 'tenancy.owner_unlimited']);
    expect(await db.selectFrom('invitation').select('limit_id').execute()).toMatchObject([{ limit_id: limit.id }]);
  });
});

describe('the database', () => {
  test('keeps a limited transaction to its part, in every table of the module', async () => {
    const { app, organization } = fleet;
    await newMachine(fleet, { merchant_id: other.id });
    const db = app.boot.database.forOrganization(organization.id, fleet.merchant.id);
    const rows = await sql<{
      n: number;
    }>`select count(*)::int as n from coffee_machine where organization_id = ${organization.id}`.execute(db);
    expect(rows.rows[0]?.n).toBe(0);
    const write = sql`update coffee_machine set name = 'mine' where organization_id = ${organization.id}`.execute(db);
    expect((await write).numAffectedRows).toBe(0n);
    const insert = sql`insert into coffee_merchant (organization_id, id, name, created_at, updated_at)
      values (${organization.id}, ${other.id}, 'again', now(), now())`.execute(db);
    await expect(insert).rejects.toThrow('row-level security');
    // Each table says what limited people see of it.
    const without = await sql<{ name: string }>`
      select c.relname as name from pg_class c
      where c.relname like 'coffee\_%' and c.relkind in ('r', 'p') and not c.relispartition and not exists (
        select from pg_policies p where p.tablename = c.relname and p.policyname like 'limited%' and p.permissive = 'RESTRICTIVE')
    `.execute(app.boot.database.system);
    expect(without.rows).toEqual([]);
  });

  test('takes no limit over to the next transaction of the connection', async () => {
    const { app, organization } = fleet;
    await newMachine(fleet, { merchant_id: other.id });
    const count = sql<{
      n: number;
    }>`select count(*)::int as n from coffee_machine where organization_id = ${organization.id}`;
    const limitedDb = app.boot.database.forOrganization(organization.id, fleet.merchant.id);
    for (let i = 0; i < 20; i++) {
      const [one, all] = await Promise.all([count.execute(limitedDb), count.execute(fleet.db)]);
      expect([one.rows[0]?.n, all.rows[0]?.n]).toEqual([0, 1]);
    }
  });
});
