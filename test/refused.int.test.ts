import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../kernel/http/index.ts';
import { encodeCursor } from '../kernel/lib/cursor.ts';
import type { Route } from '../kernel/module/index.ts';
import { updateOrganization } from '../kernel/tenancy/actions/update-organization.action.ts';
import { openExhibition } from '../modules/exhibition/test/factories.ts';
import { formOf } from './harness/form.ts';
import { type Caller, newOrganization, type TestApp, type TestOrganization, useTestApp } from './harness/index.ts';
import { visitor } from './harness/people.ts';

/** Input that is refused before any handler sees it: text that can't be stored, unknown keys, invented cursors. */

let app: TestApp;
let organization: TestOrganization;
let owner: Caller;
const opened: FastifyInstance[] = [];
beforeAll(async () => {
  app = await useTestApp();
  organization = await newOrganization(app);
  owner = await organization.as('owner');
});
afterAll(() => Promise.all(opened.map((http) => http.close())));

const refusal = (answer: { status: number; body: { error?: { code: string; fields?: object } } }) => [
  answer.status,
  answer.body.error?.code,
  Object.keys(answer.body.error?.fields ?? {}),
];

describe('text that can’t be stored', () => {
  const fair = { name: 'Fair', prefix: 'F', starts_on: '2026-01-01', ends_on: '2026-12-31' };

  test.each([
    ['a zero character', 'a\0b'],
    ['half of a symbol', 'a\ud83d'],
  ])('is refused in a body, with the field: %s', async (_, name) => {
    const headers = { 'content-type': 'application/json' };
    const posted = await owner.post('/exhibition/exhibitions', JSON.stringify({ ...fair, name }), headers);
    expect(refusal(posted)).toEqual([400, 'http.bad_text', ['name']]);
    expect(posted.body.error.message).toMatch(/invisible character/);
    const settings = await owner.patch('/settings/messages', JSON.stringify({ deep: { in: [name] } }), headers);
    expect(refusal(settings)).toEqual([400, 'http.bad_text', ['deep.in.0']]);
    const rows = await organization.ctx.db.selectFrom('exhibition').select('name').execute();
    expect(rows).toEqual([]);
  });

  test('is refused in queries, filters, paths and headers', async () => {
    expect(refusal(await owner.get('/exhibition/customers?search=a%00b'))).toEqual([400, 'http.bad_text', ['search']]);
    const filter = encodeURIComponent(JSON.stringify({ name: 'a\0b' }));
    expect(refusal(await owner.get(`/mess/students?filter=${filter}`))).toEqual([
      400,
      'http.bad_text',
      ['filter.name'],
    ]);
    expect(refusal(await owner.get('/exhibition/customers/%00'))).toEqual([400, 'http.bad_text', ['id']]);
    const agent = await owner.get('/session', { 'user-agent': 'a\0b' });
    expect(refusal(agent)).toEqual([400, 'http.bad_text', ['user-agent']]);
    const once = await owner.post('/exhibition/exhibitions', fair, { 'idempotency-key': 'a\0' });
    expect(refusal(once)).toEqual([400, 'http.bad_text', ['idempotency-key']]);
  });

  test.each([
    '/chat/%00',
    '/console/%00',
    '/api/v1/events/public/%00',
    '/api/v1/chat/%00',
    '/api/v1/raffle/public/%00',
    '/assets/%00',
    '/nowhere?x=%00',
    '/whatsapp/webhook/?hub.mode=%00',
    '/metrics?%00=1',
  ])('is refused at %s too', async (path) => {
    const reply = await app.http.inject({ url: path });
    expect([reply.statusCode, reply.json().error.code]).toEqual([400, 'http.bad_text']);
  });

  test('an address that can’t be read at all is refused in the envelope', async () => {
    const reply = await app.http.inject({ url: '/api/v1/people/%zz' });
    expect([reply.statusCode, reply.json()]).toEqual([
      400,
      { ok: false, error: { code: 'http.malformed', message: expect.stringMatching(/^\w/) } },
    ]);
  });

  test('is refused in forms: the name of a part, of a file, and a value', async () => {
    const send = async (form: Awaited<ReturnType<typeof formOf>>) => {
      const headers = { ...owner.headers, ...form.headers };
      const reply = await app.http.inject({
        method: 'POST',
        url: '/api/v1/files?purpose=raffle.picture',
        payload: form.body,
        headers,
      });
      return refusal({ status: reply.statusCode, body: reply.json() });
    };
    const file = { bytes: 'x', type: 'text/plain' };
    expect(await send(await formOf({}, { ...file, name: 'a\0.txt' }))).toEqual([400, 'http.bad_text', ['file']]);
    const named = await formOf({ note: 'a\0' }, { ...file, name: 'a.txt' });
    expect(await send(named)).toEqual([400, 'http.bad_text', ['note']]);
    expect(await send(await formOf({ 'no\0te': 'a' }, { ...file, name: 'a.txt' }))).toEqual([
      400,
      'http.bad_text',
      ['body'],
    ]);
  });

  test('nested too deep it is refused as well, without being read to the end', async () => {
    const body = `{"deep":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const answer = await owner.patch('/settings/messages', body, { 'content-type': 'application/json' });
    expect([answer.status, answer.body.error.code]).toEqual([400, 'http.bad_text']);
  });
});

describe('values that no column can store', () => {
  test.each([
    ['0001-01-01', 'starts_on'],
    ['2026-02-30', 'starts_on'],
  ])('the day %s is refused by name', async (starts_on, field) => {
    const fair = { name: 'Fair', prefix: 'F', starts_on, ends_on: '2026-12-31' };
    expect(refusal(await owner.post('/exhibition/exhibitions', fair))).toEqual([400, 'http.invalid', [field]]);
  });

  test.each(['/inbox-events?limit=Infinity', '/people?limit=-Infinity'])('a number without end: %s', async (path) =>
    expect(refusal(await owner.get(path))).toEqual([400, 'http.invalid', ['limit']]),
  );

  test('an id in another spelling than ours', async () => {
    const id = 'urn:uuid:01890000-0000-7000-8000-000000000000';
    expect(refusal(await owner.get(`/people/${id}`))).toEqual([400, 'http.invalid', ['id']]);
  });

  test.each([
    ['/people', ['x']],
    ['/people', [5]],
    ['/people', [null]],
    ['/conversations', ['2026-02-30T00:00:00Z', '01890000-0000-7000-8000-000000000000']],
    ['/mess/cycles', ['0001-01-01']],
    ['/exhibition/customers?sort=name', ['a\0', '01890000-0000-7000-8000-000000000000']],
    ['/jobs', ['01890000-0000-7000-8000-000000000000']],
  ])('%s takes no cursor that is not its own: %j', async (path, key) => {
    const join = path.includes('?') ? '&' : '?';
    const answer = await owner.get(`${path}${join}after=${encodeCursor(key)}`);
    expect([answer.status, answer.body.error.code]).toEqual([400, 'http.bad_cursor']);
  });

  test('what the database still refuses is 400, with a warning in the log', async () => {
    const logged: { level: number; msg: string }[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line)) });
    const http = await buildApp({ ...app.boot, log }, log);
    opened.push(http);
    http.get('/api/v1/narrow', async () => {
      throw Object.assign(new Error('value "3000000000" is out of range for type integer'), { code: '22003' });
    });
    const reply = await http.inject({ url: '/api/v1/narrow' });
    expect([reply.statusCode, reply.json().error.code]).toEqual([400, 'http.bad_value']);
    expect(reply.body).not.toContain('integer');
    expect(logged).toMatchObject([{ level: 40, msg: 'the database refused a value of a request' }]);
  });
});

describe('unknown keys', () => {
  const paths = (route: Route) =>
    [`/api/v1${route.path}`, ...(route.aliases ?? []).filter((alias) => typeof alias === 'string')].map((path) => {
      type Property = { pattern?: string; format?: string };
      const properties = (route.params as { properties?: Record<string, Property> })?.properties ?? {};
      return path.replaceAll(/[:{](\w+)\}?/g, (_, name: string) => {
        if (properties[name]?.pattern) return 'deadbeef';
        return properties[name]?.format ? '01890000-0000-7000-8000-000000000000' : name === 'module' ? 'raffle' : 'x';
      });
    });

  test('are refused by every route and every older address of it, in the query and in the body', async () => {
    // Routes of portals and devices, which are no owner's, and those with a guard of their own ask who comes before
    // they look at what is sent.
    const { permissions } = app.boot.services.auth;
    const routes = app.boot.manifests
      .flatMap((m) => m.routes ?? [])
      .filter((r) => permissions[r.permission] !== null && !r.guard);
    const open: string[] = [];
    for (const route of routes) {
      for (const path of paths(route)) {
        const body = route.method !== 'GET' && route.method !== 'DELETE';
        const url = body ? path : `${path}?surprise=1`;
        const reply = await app.http.inject({
          method: route.method,
          url,
          headers: owner.headers,
          ...(body && { payload: { surprise: 1 } }),
        });
        const { error } = reply.json();
        const name = `${route.method} ${path}: ${reply.statusCode} ${JSON.stringify(error)}`;
        if (!error?.code?.endsWith('.invalid') || !('surprise' in (error.fields ?? {}))) open.push(name);
      }
    }
    expect(open).toEqual([]);
  });

  test('are refused in the query of a route that takes a body, and deep in a body', async () => {
    const exhibition = await openExhibition(owner);
    const customer = { name: 'Asha', exhibition_id: exhibition.id, email: 'asha@example.org', phone: '98765 43210' };
    const asked = await owner.post('/exhibition/customers?surprise=1', customer);
    expect(refusal(asked)).toEqual([400, 'http.invalid', ['surprise']]);
    const meal = { code: 'lunch', name: 'Lunch', starts: '12:00', ends: '14:00', active: true, price: 1 };
    const deep = await app.http.inject({
      method: 'PUT',
      url: '/api/v1/mess/meals',
      payload: { meals: [meal] },
      headers: owner.headers,
    });
    expect(Object.keys(deep.json().error.fields)).toEqual(['meals.0.price']);
  });

  test.each([
    ['/exhibition/customers?sort=email', 'sort'],
    ['/exhibition/customers?sort=-name', 'sort'],
    ['/people?sort=name', 'sort'],
    ['/audit-entries?sort=id', 'sort'],
    ['/raffle/raffles?order=asc', 'order'],
    ['/people?filter=%7B%7D', 'filter'],
    ['/jobs?search=x', 'search'],
    [`/mess/students?filter=${encodeURIComponent('{"nmae":"Asha"}')}`, 'filter.nmae'],
    ['/exports/exhibition.customers.csv?sort=email', 'sort'],
    ['/exhibition/customers/export.csv?sort=email', 'sort'],
  ])('%s is refused with the field', async (path, field) => {
    expect(refusal(await owner.get(path))).toEqual([400, 'http.invalid', [field]]);
  });

  test.each(['/exhibition/customers?sort=name', '/exhibition/customers?sort=-created_at', '/people?sort=-created_at'])(
    '%s is a list of ours',
    async (path) => expect((await owner.get(path)).status).toBe(200),
  );

  test('are refused in the filter of every list', async () => {
    const lists = app.boot.manifests
      .flatMap((m) => m.routes ?? [])
      .filter((r) => r.filter)
      // Lists of customers' accounts are not for the owner, whatever the filter.
      .filter((r) => r.permission !== 'portal');
    expect(lists.length).toBeGreaterThan(20);
    const { id } = await openExhibition(owner);
    for (const route of lists) {
      const path = paths(route)[0]
        ?.replace('{id}', id)
        .replace('/x/', `/${id}/`)
        .replace('/exports/x', '/exports/mess.scans.csv');
      const answer = await owner.get(`${path}?filter=${encodeURIComponent('{"surprise":1}')}`);
      const known = answer.body.error?.code === 'raffle.not_found';
      if (!known) expect(refusal(answer), path).toEqual([400, 'http.invalid', ['filter.surprise']]);
    }
  });

  test('change only the description of an organization', async () => {
    const other = await newOrganization(app);
    const patch = { name: 'New name', id: other.id, created_at: '2020-01-01T00:00:00Z' };
    expect(refusal(await owner.patch('/organization', patch))).toEqual([400, 'http.invalid', ['id', 'created_at']]);
    // Even past the schema.
    const before = await row(organization.id);
    const changed = await updateOrganization(organization.ctx, { ...patch, modules: ['mess'] } as never);
    expect(changed).toMatchObject({ ok: true, data: { id: organization.id, name: 'New name' } });
    const after = await row(organization.id);
    expect(after).toEqual({ ...before, name: 'New name', modules: ['mess'], updated_at: after?.updated_at });
    expect(await row(other.id)).toMatchObject({ name: 'Test Organization' });
  });

  const row = (id: string) =>
    app.boot.database.system.selectFrom('organization').selectAll().where('id', '=', id).executeTakeFirst();
});

test('no answer of the API is cached, unless it says so itself', async () => {
  for (const path of ['/session', '/people', '/organization', '/members', '/sessions', '/nowhere', '/people/x'])
    expect((await owner.get(path)).headers['cache-control'], path).toBe('no-store');
  expect((await visitor(app).get('/session')).headers['cache-control']).toBe('no-store');
  expect((await visitor(app).get('/raffle/public/nothing')).headers['cache-control']).toBe('no-store');
});
