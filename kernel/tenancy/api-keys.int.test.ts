import { beforeAll, describe, expect, it } from 'vitest';
import { newOrganization, type TestApp, useTestApp } from '../../test/harness/index.ts';
import { visitor } from '../../test/harness/people.ts';
import { newId } from '../lib/ids.ts';

let app: TestApp;
beforeAll(async () => {
  app = await useTestApp();
});

const using = (key: string) => visitor(app, { authorization: `Bearer ${key}` });

async function organizationWithKey(role: 'viewer' | 'ops' | 'admin' = 'admin') {
  const organization = await newOrganization(app);
  const [owner, admin] = [await organization.as('owner'), await organization.as('admin')];
  const made = await admin.post('/api-keys', { name: 'Sync', role });
  const { id, key } = made.body.data as { id: string; key: string };
  const listed = async () => (await owner.get('/api-keys')).body.data.find((row: { id: string }) => row.id === id);
  return { organization, owner, admin, id, key, listed };
}

const entriesOf = (organizationId: string, action: string) =>
  app.boot.database.system
    .selectFrom('audit_entry')
    .select(['subject_id', 'actor_id'])
    .where('organization_id', '=', organizationId)
    .where('action', '=', action)
    .execute();

describe('a key of an admin', () => {
  it('decides nothing about people, keys, settings and tokens that would outlive it', async () => {
    const { organization, owner, id, key } = await organizationWithKey();
    const machine = using(key);
    const viewer = await organization.as('viewer');
    const invited = (await owner.post('/invitations', { email: `${newId()}@people.example`, role: 'viewer' })).body;
    const validUntil = new Date(Date.now() + 86_400_000).toISOString();
    const refused = [
      await machine.post('/invitations', { email: `${newId()}@people.example`, role: 'admin' }),
      await machine.post(`/invitations/${invited.data.id}/resend`),
      await machine.delete(`/invitations/${invited.data.id}`),
      await machine.patch(`/members/${viewer.userId}`, { role: 'admin' }),
      await machine.delete(`/members/${viewer.userId}`),
      await machine.post('/api-keys', { name: 'Another', role: 'viewer' }),
      await machine.delete(`/api-keys/${id}`),
      await machine.patch('/settings/mail', { host: 'mail.elsewhere.example', from_address: 'a@elsewhere.example' }),
      await machine.patch('/settings/payments', { pay_to: 'me@elsewhere' }),
      await machine.post('/devices', { name: 'Gate', kind: 'mess.supervisor', valid_until: validUntil }),
    ];
    expect(refused.map((r) => [r.status, r.body.error?.code])).toEqual(
      Array(refused.length).fill([403, 'auth.person_required']),
    );
    expect((await owner.get('/members')).body.data).toHaveLength(3);
    expect((await owner.get('/invitations')).body.data).toMatchObject([{ state: 'open' }]);
    // Its normal use still works.
    expect((await machine.get('/members')).status).toBe(200);
    expect((await machine.patch('/organization', { name: 'By a machine' })).status).toBe(200);
  });

  it('shows its maker, and may do no more than the maker at that moment', async () => {
    const { owner, admin, key, listed } = await organizationWithKey();
    const machine = using(key);
    const maker = { id: admin.userId, name: 'Test admin' };
    expect(await listed()).toMatchObject({ role: 'admin', acts_as: 'admin', made_by: maker });
    expect((await owner.patch(`/members/${admin.userId}`, { role: 'viewer' })).status).toBe(200);
    expect((await machine.patch('/organization', { name: 'X' })).body.error.code).toBe('http.forbidden');
    expect((await machine.get('/organization')).status).toBe(200);
    expect(await listed()).toMatchObject({ role: 'admin', acts_as: 'viewer', made_by: maker });
    expect((await owner.patch(`/members/${admin.userId}`, { role: 'owner' })).status).toBe(200);
    expect((await machine.patch('/organization', { name: 'X' })).status).toBe(200);
    expect(await listed()).toMatchObject({ acts_as: 'admin' });
  });

  it('ends for good when its maker is removed', async () => {
    const { organization, owner, admin, id, key, listed } = await organizationWithKey('viewer');
    expect((await owner.delete(`/members/${admin.userId}`)).status).toBe(200);
    expect((await using(key).get('/organization')).body.error.code).toBe('auth.bad_api_key');
    expect(await listed()).toMatchObject({ revoked_at: expect.any(String), acts_as: null });
    expect(await listed()).toMatchObject({ made_by: { id: admin.userId, name: null } });
    expect(await entriesOf(organization.id, 'tenancy.api_key.revoked')).toEqual([
      { subject_id: id, actor_id: owner.userId },
    ]);
    const back = { organization_id: organization.id, user_id: admin.userId, role: 'owner' };
    await app.boot.database.system.insertInto('membership').values(back).execute();
    expect((await using(key).get('/organization')).status).toBe(401);
  });

  it('is refused once its maker is no longer a member, for whatever reason', async () => {
    const { organization, admin, key, listed } = await organizationWithKey();
    await app.boot.database.system
      .deleteFrom('membership')
      .where('organization_id', '=', organization.id)
      .where('user_id', '=', admin.userId)
      .execute();
    expect((await using(key).get('/organization')).body.error.code).toBe('auth.bad_api_key');
    expect(await listed()).toMatchObject({ revoked_at: null, acts_as: null });
  });
});

describe('a key that ends', () => {
  it('waits for whoever can make another one, two weeks before', async () => {
    const { owner, admin, organization } = await organizationWithKey();
    const now = app.clock.now().getTime();
    const expires_at = new Date(now + 14 * 86_400_000 + 600_000).toISOString();
    const { id } = (await admin.post('/api-keys', { name: 'Books', role: 'viewer', expires_at })).body.data;
    const named = async (who = owner) =>
      (await who.get('/waiting')).body.data.filter(({ kind }: { kind: string }) => kind === 'tenancy.ending_keys');
    expect(await named()).toEqual([]);
    app.clock.set(new Date(now + 1_200_000).toISOString());
    expect(await named()).toEqual([{ kind: 'tenancy.ending_keys', count: 1, to: '/office/api-keys' }]);
    expect(await named(await organization.as('ops'))).toEqual([]);
    await admin.delete(`/api-keys/${id}`);
    expect(await named()).toEqual([]);
    app.clock.reset();
  });
});
