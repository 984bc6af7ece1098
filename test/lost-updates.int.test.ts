import { beforeAll, describe, expect, test } from 'vitest';
import { openExhibition, register } from '../modules/exhibition/test/factories.ts';
import { type Caller, newOrganization, type TestApp, type TestOrganization, useTestApp } from './harness/index.ts';

let app: TestApp;
let organization: TestOrganization;
let admin: Caller;
let ops: Caller;
beforeAll(async () => {
  app = await useTestApp();
  organization = await newOrganization(app);
  [admin, ops] = await Promise.all([organization.as('admin'), organization.as('ops')]);
  await openExhibition(admin);
});

const seenBy = async (who: Caller, path: string) => {
  const { headers, body } = await who.get(path);
  return { 'if-match': String(headers.etag), data: body.data };
};
const last = async (action: string) =>
  organization.ctx.db
    .selectFrom('audit_entry')
    .selectAll()
    .where('action', '=', action)
    .orderBy('id', 'desc')
    .execute();

describe('two people who change one customer', () => {
  test('the second gets the changes of the first, with name and time; nothing of theirs is written', async () => {
    const { id } = await register(ops);
    const path = `/exhibition/customers/${id}`;
    const first = await seenBy(admin, path);
    const second = await seenBy(ops, path);
    expect(first['if-match']).toBe(second['if-match']);
    const saved = await admin.patch(path, { email: 'asha.verma@example.org' }, { 'if-match': first['if-match'] });
    expect(saved.status).toBe(200);

    const body = { name: 'Asha V.', email: 'asha.v@example.org' };
    const refused = await ops.patch(path, body, { 'if-match': second['if-match'], 'accept-language': 'es' });
    expect(refused.status).toBe(409);
    expect(refused.body.error).toMatchObject({
      code: 'http.changed_meanwhile',
      changed: [{ field: 'email', theirs: 'asha.verma@example.org', by: 'Test admin' }],
      version: saved.headers.etag,
    });
    expect(refused.body.error.message).toContain('Alguien');
    expect(Date.now() - Date.parse(refused.body.error.changed[0].at)).toBeLessThan(60_000);
    expect((await ops.get(path)).body.data).toMatchObject({ name: 'Asha Verma', email: 'asha.verma@example.org' });
    expect(await last('exhibition.customer.changed')).toHaveLength(1);

    const again = await ops.patch(path, body, { 'if-match': refused.body.error.version });
    expect([again.status, again.body.data.email]).toEqual([200, 'asha.v@example.org']);
    expect((await last('exhibition.customer.changed'))[0]).toMatchObject({
      before: { email: 'asha.verma@example.org' },
      after: { email: 'asha.v@example.org' },
    });
  });

  test('a new bill is not a change of the customer', async () => {
    const { id } = await register(ops, { name: 'Ravi' });
    const path = `/exhibition/customers/${id}`;
    const seen = await seenBy(admin, path);
    await ops.post(`${path}/bills`, { amount: '10' });
    expect((await admin.patch(path, { name: 'Ravi K' }, { 'if-match': seen['if-match'] })).status).toBe(200);
  });

  test('of many at the same moment one succeeds', async () => {
    const { id } = await register(ops, { name: 'Meena' });
    const path = `/exhibition/customers/${id}`;
    const seen = await seenBy(admin, path);
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, n) => admin.patch(path, { name: `Meena ${n}` }, { 'if-match': seen['if-match'] })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
  });

  test('without If-Match, or with *, a change is accepted as before; another record’s version is refused', async () => {
    const { id } = await register(ops, { name: 'Devi' });
    const path = `/exhibition/customers/${id}`;
    expect((await ops.patch(path, { name: 'Devi R' })).status).toBe(200);
    expect((await ops.patch(path, { name: 'Devi S' }, { 'if-match': '*' })).status).toBe(200);
    const refused = await ops.patch(path, { name: 'Devi T' }, { 'if-match': '"abc"' });
    expect([refused.status, refused.body.error.changed]).toEqual([409, []]);
  });
});

test('settings: the field, the value and the name of the person who was first', async () => {
  const path = '/settings/payments';
  const listed = (await admin.get('/settings')).body.data.find((one: { module: string }) => one.module === 'payments');
  const seen = await seenBy(admin, path);
  expect(listed.version).toBe(seen['if-match']);
  const owner = await organization.as('owner');
  await owner.patch(path, { second_approval_above: 5000 }, { 'if-match': seen['if-match'] });
  const another = await organization.as('owner');
  const refused = await another.patch(path, { second_approval_above: 100 }, { 'if-match': seen['if-match'] });
  expect(refused.status).toBe(409);
  expect(refused.body.error.changed).toMatchObject([
    { field: 'second_approval_above', theirs: 5000, by: 'Test owner' },
  ]);
  expect((await admin.get(path)).body.data.values.second_approval_above).toBe(5000);
});

test('a member’s role, a person, the organization, one’s own profile', async () => {
  const owner = await organization.as('owner');
  const members = (await owner.get('/members')).body.data as { id: string; version: string }[];
  const version = members.find(({ id }) => id === ops.userId)?.version as string;
  const first = await organization.as('owner');
  expect((await first.patch(`/members/${ops.userId}`, { role: 'viewer' }, { 'if-match': version })).status).toBe(200);
  const late = await owner.patch(`/members/${ops.userId}`, { role: 'admin' }, { 'if-match': version });
  expect(late.body.error).toMatchObject({
    code: 'http.changed_meanwhile',
    changed: [{ field: 'role', theirs: 'viewer', by: 'Test owner' }],
  });
  await owner.patch(`/members/${ops.userId}`, { role: 'ops' });

  const person = (await ops.post('/people', { name: 'Zoë', language: 'en' })).body.data;
  for (const [who, path, first, second, field] of [
    [ops, `/people/${person.id}`, { name: 'Zoe' }, { name: 'Zoé' }, 'name'],
    [admin, '/organization', { name: 'Kochi' }, { name: 'Cochin' }, 'name'],
    [admin, '/session', { name: 'Test admin ' }, { name: 'Admin' }, 'name'],
  ] as const) {
    const seen = await seenBy(who, path);
    expect([
      path,
      (await who.patch(path, { ...first, name: `${first.name}!` }, { 'if-match': seen['if-match'] })).status,
    ]).toEqual([path, 200]);
    const refused = await who.patch(path, second, { 'if-match': seen['if-match'] });
    expect([path, refused.status, refused.body.error?.changed?.[0]?.field]).toEqual([path, 409, field]);
    expect([path, (await who.patch(path, second, { 'if-match': refused.body.error.version })).status]).toEqual([
      path,
      200,
    ]);
  }
});

test('every PATCH takes If-Match, and its record’s own page answers the ETag', async () => {
  const routes = app.boot.manifests.flatMap((manifest) => manifest.routes ?? []);
  for (const { path, record } of routes.filter(({ method }) => method === 'PATCH')) {
    expect([path, record?.kind]).toEqual([path, expect.any(String)]);
  }
});
