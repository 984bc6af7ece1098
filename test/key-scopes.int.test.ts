import { beforeAll, expect, test } from 'vitest';
import { openExhibition } from '../modules/exhibition/test/factories.ts';
import { type Caller, newOrganization, type TestApp, type TestOrganization, useTestApp } from './harness/index.ts';

let app: TestApp;
let there: TestOrganization;
let owner: Caller;
beforeAll(async () => {
  app = await useTestApp();
  there = await newOrganization(app);
  owner = await there.as('owner');
  await openExhibition(owner);
});

const make = async (over: object, by = owner) => {
  const { status, body } = await by.post('/api-keys', { name: 'shop', role: 'admin', ...over });
  return { status, error: body.error, ...body.data } as {
    status: number;
    error?: { code: string };
    id: string;
    key: string;
  };
};
const use = async (key: string, url: string, remoteAddress = '198.51.100.7', payload?: object) => {
  const reply = await app.http.inject({
    method: payload ? 'POST' : 'GET',
    url: `/api/v1${url}`,
    headers: { authorization: `Bearer ${key}` },
    remoteAddress,
    ...(payload && { payload }),
  });
  return [reply.statusCode, reply.json().error?.code];
};
const bill = { amount: '1.00', description: 'tea' };
const from = '198.51.100.7';

test('a key with scopes may do those things only, of what its role may', async () => {
  const reads = await make({ scopes: ['exhibition:read'] });
  expect(await use(reads.key, '/exhibition/bills')).toEqual([200, undefined]);
  expect(await use(reads.key, '/exhibition/bills', from, bill)).toEqual([403, 'http.forbidden']);
  expect(await use(reads.key, '/payments')).toEqual([403, 'http.forbidden']);
  const writes = await make({ scopes: ['exhibition:write'] });
  expect(await use(writes.key, '/exhibition/bills', from, bill)).toEqual([201, undefined]);
  expect(await use(writes.key, '/people')).toEqual([403, 'http.forbidden']);
  const all = await make({ scopes: ['*:read'] });
  expect(await use(all.key, '/payments')).toEqual([200, undefined]);
  expect(await use(all.key, '/exhibition/bills', from, bill)).toEqual([403, 'http.forbidden']);
  // A scope gives nothing that the role has not.
  const low = await make({ role: 'viewer', scopes: ['*:write'] });
  expect(await use(low.key, '/exhibition/bills', from, bill)).toEqual([403, 'http.forbidden']);
  expect((await make({ scopes: ['exhibitions:read'] })).error?.code).toBe('tenancy.scope_unknown');
  expect((await make({ scopes: ['exhibition'] })).status).toBe(400);
});

test('a key is good only from its addresses', async () => {
  const { key } = await make({ addresses: ['198.51.100.0/24', '2001:db8::/32'] });
  expect(await use(key, '/exhibition/bills', '198.51.100.9')).toEqual([200, undefined]);
  expect(await use(key, '/exhibition/bills', '2001:db8::5')).toEqual([200, undefined]);
  expect(await use(key, '/exhibition/bills', '203.0.113.5')).toEqual([403, 'auth.address_not_allowed']);
  for (const addresses of [['here'], ['198.51.100.0/99'], ['0.0.0.0/0']])
    expect((await make({ addresses })).error?.code).toBe('tenancy.address_malformed');
});

test('a key of the organization stays when its maker leaves, others end; only owners make one, and it is nobody', async () => {
  const admin = await there.as('admin');
  expect((await make({ service: true }, admin)).error?.code).toBe('tenancy.owner_only');
  const second = await there.as('owner');
  const [own, service] = [await make({}, second), await make({ service: true, role: 'ops' }, second)];
  const [entry] = await app.boot.database.system
    .selectFrom('audit_entry')
    .select('after')
    .where('organization_id', '=', there.id)
    .where('subject_id', '=', service.id)
    .execute();
  expect(entry?.after).toMatchObject({ service: true });
  expect((await owner.delete(`/members/${second.userId}`)).status).toBe(200);
  expect(await use(own.key, '/exhibition/bills')).toEqual([401, 'auth.bad_api_key']);
  expect(await use(service.key, '/exhibition/bills')).toEqual([200, undefined]);
  const listed = (await owner.get('/api-keys')).body.data.find(({ id }: { id: string }) => id === service.id);
  expect(listed).toMatchObject({ service: true, acts_as: 'ops', scopes: null, addresses: null, revoked_at: null });
  // What asks for a person bars it: a key is no second person.
  expect(await use(service.key, '/api-keys', from, { name: 'x', role: 'viewer' })).toEqual([403, expect.any(String)]);
});
