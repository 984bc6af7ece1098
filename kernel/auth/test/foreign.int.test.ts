import type { InjectOptions } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '../../../test/fuzz/random.ts';
import { makeRequest, operationsOf } from '../../../test/fuzz/requests.ts';
import { openTestApp, type TestApp, type TestOrganization } from '../../../test/harness/index.ts';
import { idsOf, type Populated, populate } from '../../../test/harness/populated.ts';
import { runRecurring } from '../../../test/harness/recurring.ts';
import { ROLES, type Role } from '../../ctx/index.ts';
import { newId } from '../../lib/ids.ts';
import type { Route } from '../../module/index.ts';
import { roleCan } from '../index.ts';

/**
 * Calls every route as every kind of caller of one organization, with the ids of another one: no call reads or changes
 * anything of the other organization, and none fails with 500. `npm test` uses two callers for a route, `npm run fuzz`
 * all of them.
 */
const WHOLE = process.env.FUZZ_WHOLE === '1';
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_122);

let app: TestApp;
let foreign: Populated;
let ids: Map<string, string[]>;
let own: TestOrganization;
let ownKey: string;
let ownDevice: string;
let portal: Record<string, string>;
beforeAll(async () => {
  app = await openTestApp({});
  foreign = await populate(app);
  await disputedCharge(foreign.organization);
  const mine = await populate(app);
  own = mine.organization;
  ownKey = mine.apiKey;
  ownDevice = mine.deviceToken;
  const payload = { portal_token: mine.portalToken };
  const got = await app.http.inject({ method: 'POST', url: '/api/v1/auth/token', payload });
  portal = { authorization: `Bearer ${got.json().data.access_token}` };
  ids = await idsOf(app, foreign.organization.id);
});
afterAll(() => app.close());

/** What only a provider makes: a charge of one of the payments, and its dispute, which waits for a person. */
async function disputedCharge({ ctx, id }: TestOrganization): Promise<void> {
  const now = app.clock.now();
  const payment = await ctx.db
    .selectFrom('payment')
    .select(['id', 'amount_minor', 'currency'])
    .where('organization_id', '=', id)
    .where('state', '=', 'verified')
    .limit(1)
    .executeTakeFirstOrThrow();
  const of = { organization_id: id, payment_id: payment.id, provider: 'stripe', created_at: now, updated_at: now };
  const money = { amount_minor: payment.amount_minor, currency: payment.currency };
  const charge = { id: newId(), kind: 'charge', account: 'test', state: 'succeeded', provider_id: 'pi_1' };
  await ctx.db
    .insertInto('payment_attempt')
    .values({
      ...of,
      ...money,
      ...charge,
      received_minor: payment.amount_minor,
      received_currency: payment.currency,
      received_fee_minor: 0,
      alert_at: now,
      settled_at: now,
      started_by_name: 'Asha',
    })
    .execute();
  const dispute = { id: newId(), attempt_id: charge.id, kind: 'dispute', provider_id: 'dp_1', state: 'open' };
  await ctx.db
    .insertInto('payment_notice')
    .values({ ...of, ...money, ...dispute })
    .execute();
}

const CALLERS = [...ROLES, 'key', 'device', 'portal', 'anonymous'] as const;
type CallerName = (typeof CALLERS)[number];

const sessions = new Map<Role, Record<string, string>>();
async function headersOf(caller: CallerName, fresh = false): Promise<Record<string, string>> {
  if (caller === 'key') return { authorization: `Bearer ${ownKey}` };
  if (caller === 'device') return { authorization: `Bearer ${ownDevice}` };
  if (caller === 'portal') return portal;
  if (caller === 'anonymous') return {};
  if (fresh || !sessions.has(caller)) sessions.set(caller, (await own.as(caller)).headers);
  return sessions.get(caller) as Record<string, string>;
}

/** What a recurring job writes by itself, though nothing happened: when it looked last, and how far it has come. */
const BY_THE_CLOCK = ['coffee_watch', 'coffee_status_progress', 'coffee_status_hour'];

/** A fingerprint of each table's rows of one organization. */
async function stateOf(organizationId: string): Promise<Record<string, string>> {
  const { system } = app.boot.database;
  const { rows: tables } = await sql<{ name: string }>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'organization_id' and t.table_type = 'BASE TABLE'`.execute(
    system,
  );
  const state: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !BY_THE_CLOCK.includes(table.name))) {
    const { rows } = await sql<{ state: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(r::text, '' order by r::text)), '') as state
      from ${sql.table(name)} r where organization_id = ${organizationId}`.execute(system);
    state[name] = rows[0]?.state ?? '';
  }
  return state;
}

/** Waits until mails, jobs and the sealer have finished with the new data. */
async function settled(organizationId: string): Promise<Record<string, string>> {
  await app.boot.services.devices.writeSeen();
  let before = await stateOf(organizationId);
  for (let tries = 0; tries < 20; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const now = await stateOf(organizationId);
    if (JSON.stringify(now) === JSON.stringify(before)) break;
    before = now;
  }
  return before;
}

/** An address whose other parameter has a value with which ids are found. */
const concrete = (path: string) => path.replace('{kind}', 'exhibition.customer');
const addressOf = (prefix: string) => new RegExp(`^/api/v1${prefix.replace('{kind}', '[^/]+')}[^/?]+`);

/**
 * The foreign id that fits a route's `{id}`. It tries one id of each table with a GET below the same address, then the
 * list above it, then the table of that name.
 */
async function meantBy(prefix: string, routes: Route[]): Promise<string | null> {
  const ask = async (path: string) => {
    const { headers } = foreign.owner;
    return app.http.inject({ url: `/api/v1${path}`, headers });
  };
  const reader = routes
    .filter((r) => r.method === 'GET')
    .map((r) => concrete(r.path))
    .find((path) => path.startsWith(`${concrete(prefix)}{id}`) && !/\{.*\{/.test(path));
  if (reader) {
    for (const candidate of [...foreign.codes, ...[...ids.values()].map(([id]) => id as string)]) {
      const answer = await ask(reader.replace('{id}', encodeURIComponent(candidate)));
      if (answer.statusCode === 200) return candidate;
    }
  }
  const list = prefix.replace(/\/$/, '');
  if (routes.some((r) => r.method === 'GET' && r.path === list)) {
    const found = (await ask(list)).json().data;
    // Some rows are named by the record that they are about.
    const id = Array.isArray(found) && (found[0]?.id ?? found[0]?.bill_id);
    if (id) return id;
  }
  const stem = (list.split('/').pop() ?? '').replaceAll('-', '_').replace(/s$/, '');
  const table = [...ids.keys()].find((name) => name.endsWith(stem));
  return table ? (ids.get(table)?.[0] as string) : null;
}

test('no caller reads or changes anything of another organization by its ids', async () => {
  console.log(`walk: FUZZ_SEED=${SEED}`);
  const random = seeded(SEED);
  const routes = app.boot.manifests.flatMap((m) => m.routes ?? []);
  const operations = new Map(operationsOf(app.boot.manifests).map((o) => [`${o.method} ${o.path}`, o]));
  const every = [...ids.values()].flat();
  // Values that only the foreign organization has: an answer that contains one has read its data.
  const marks = new Set([...every, foreign.organization.id, foreign.organization.slug, ...foreign.codes.slice(0, 3)]);
  // What they have to do with the new data is done before the walk, and not in the middle of it: what one job finds, such as
  // an alert, another sends.
  for (const _turn of ['finds', 'sends']) expect(await runRecurring(app)).toEqual([]);
  // A walk on a busy machine takes minutes: then a machine of theirs would count as gone, and somebody be told.
  app.clock.stop();
  const before = await settled(foreign.organization.id);
  const meant = new Map<string, string | null>();
  const unmet: string[] = [];
  const faults: string[] = [];
  let sent = 0;
  for (const route of routes) {
    const prefix = /^(.*?)\{(?:id|line)\}/.exec(route.path)?.[1];
    if (prefix !== undefined && route.permission !== 'public' && !meant.has(prefix)) {
      meant.set(prefix, await meantBy(prefix, routes));
      if (meant.get(prefix) === null) unmet.push(prefix);
    }
    const operation = operations.get(`${route.method} /api/v1${route.path}`);
    if (!operation) throw new Error(`${route.path} is not described`);
    const some = WHOLE ? CALLERS : ([leastOf(route), random.pick(CALLERS)] as CallerName[]);
    for (const caller of new Set(some)) {
      // Ids in queries and bodies are foreign too. They are not sent as free text, which would rightly be stored and
      // shown.
      const { request } = makeRequest(operation, null, random, { ids: every, texts: [] });
      const id = prefix === undefined ? undefined : meant.get(prefix);
      const url =
        id && prefix ? String(request.url).replace(addressOf(prefix), `/api/v1${concrete(prefix)}${id}`) : request.url;
      const answer = await send({ ...request, url } as InjectOptions, caller);
      sent += 1;
      const name = `${caller} ${route.method} ${url} ${JSON.stringify(request.payload)?.slice(0, 200)}: ${answer.status}`;
      if (answer.status >= 500) faults.push(name);
      // Values that the request contained may come back in its answer.
      const asked = `${url} ${request.payload ?? ''}`;
      const shown = [...marks].filter((mark) => answer.text.includes(mark) && !asked.includes(mark));
      if (shown.length > 0) faults.push(`${name} shows ${shown.join(', ')}`);
      if (id && route.permission !== 'public' && answer.status < 300) faults.push(`${name} is answered`);
      if (route.permission !== 'public' && !['anonymous', 'portal', 'device'].includes(caller)) {
        const named = { ...request, url, headers: { ...request.headers, 'x-organization': foreign.organization.id } };
        const refused = await send(named as InjectOptions, caller);
        sent += 1;
        if (refused.status !== 403) faults.push(`${name}, naming the organization: ${refused.status}`);
      }
    }
  }
  console.log(`walk: ${sent} requests`);
  expect(faults).toEqual([]);
  expect(unmet.filter((prefix) => !NOTHING_MADE.includes(prefix))).toEqual([]);
  expect(await settled(foreign.organization.id)).toEqual(before);
}, 900_000);

/** Addresses without rows in the populated organization: making one takes a day, a device or another service. */
const NOTHING_MADE = [
  '/exhibition/entrances/',
  '/jobs/',
  '/ledger/entries/',
  '/mess/cuts/',
  '/mess/scanners/',
  '/mess/settlements/',
  '/mirror-rows/',
  '/portal/account/chats/',
  '/portal/account/sessions/',
  '/raffle/draws/',
  '/session/connected/',
  '/session/passkeys/',
  '/staff/chats/',
];

/** The lowest role that the route allows, or a device: the caller most likely to reach the id. */
function leastOf(route: Route): CallerName {
  if (route.permission === 'portal') return 'portal';
  if (route.permission === 'public') return 'anonymous';
  return ROLES.find((role) => roleCan(app.boot.services.auth.permissions, role, route.permission)) ?? 'device';
}

async function send(request: InjectOptions, caller: CallerName): Promise<{ status: number; text: string }> {
  for (const fresh of [false, true]) {
    const headers = { ...(await headersOf(caller, fresh)), ...(request.headers as Record<string, string>) };
    const reply = await app.http.inject({ ...request, headers, payloadAsStream: true });
    const stream = reply.stream();
    if (String(reply.headers['content-type']).startsWith('text/event-stream')) {
      stream.destroy();
      for (const open of app.boot.services.realtime?.streams ?? []) open.destroy();
      return { status: reply.statusCode, text: '' };
    }
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    // An earlier request signed this caller out: try again with a new session.
    if (reply.statusCode === 401 && !fresh && (ROLES as readonly string[]).includes(caller)) continue;
    return { status: reply.statusCode, text: Buffer.concat(chunks).toString() };
  }
  throw new Error('not reached');
}
