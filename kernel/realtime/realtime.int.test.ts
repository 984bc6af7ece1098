import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  eventually,
  newOrganization,
  openTestApp,
  type TestApp,
  type TestOrganization,
} from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { ok, refuse } from '../lib/result.ts';
import { publish } from './index.ts';

type Event = { id: string; event: string; data: { topic?: string; id?: string | null } };

/** A browser's EventSource, as far as the tests need it. */
async function open(url: string, headers: Record<string, string> = {}) {
  const ended = new AbortController();
  const answer = await fetch(url, { headers, signal: ended.signal });
  const events: Event[] = [];
  let over = false;
  const reading = (async () => {
    let text = '';
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (text + chunk).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const fields = Object.fromEntries(part.split('\n').map((line) => line.split(/: (.*)/).slice(0, 2)));
        if (fields.event) events.push({ id: fields.id, event: fields.event, data: JSON.parse(fields.data) });
      }
    }
  })()
    .catch(() => undefined)
    .finally(() => {
      over = true;
    });
  const changes = () => events.filter(({ event }) => event === 'change').map(({ data }) => `${data.topic} ${data.id}`);
  return {
    answer,
    events,
    changes,
    over: () => over,
    until: (event: string) => eventually(async () => events.find((e) => e.event === event), event),
    receives: (change: string) => eventually(async () => changes().includes(change), change),
    async close() {
      ended.abort();
      await reading;
    },
  };
}

let app: TestApp;
let other: TestApp;
let base: string;
let elsewhere: string;
let organization: TestOrganization;

async function listening(its: TestApp): Promise<string> {
  await its.http.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(its.http.server.address() as AddressInfo).port}/api/v1`;
}

beforeAll(async () => {
  app = await openTestApp({});
  other = await openTestApp({}, app.config.DATABASE_URL);
  for (const each of [app, other]) {
    each.boot.services.realtime?.topics.set('test.board', 'audit.read');
    each.boot.services.realtime?.topics.set('test.secret', 'credentials.keys');
    each.boot.services.realtime?.topics.set('test.open', 'public');
  }
  base = await listening(app);
  elsewhere = await listening(other);
  organization = await newOrganization(app);
});
afterAll(async () => {
  await other.close();
  await app.close();
});

const publishChange = (topic: string, id: string | null = null, where = organization) =>
  transaction(where.ctx, async (tx) => {
    publish(tx, topic, id);
    return ok(null);
  });

describe('a signed-in person', () => {
  test('receives the changes they may read, from every process, and none of another organization', async () => {
    const { headers } = await organization.as('ops');
    const here = await open(`${base}/events`, headers);
    const there = await open(`${elsewhere}/events`, headers);
    expect(here.answer.headers.get('content-type')).toContain('text/event-stream');
    await Promise.all([here.until('hello'), there.until('hello')]);
    const stranger = await newOrganization(app);
    const [id, strange] = [newId(), newId()];
    await publishChange('test.board', strange, stranger);
    await publishChange('test.secret', newId());
    await publishChange('test.board', id);
    await Promise.all([here.receives(`test.board ${id}`), there.receives(`test.board ${id}`)]);
    expect(here.changes()).toEqual([`test.board ${id}`]);
    expect(there.changes()).toEqual([`test.board ${id}`]);
    await Promise.all([here.close(), there.close()]);
    await eventually(async () => app.boot.services.realtime?.streams.size === 0, 'the stream to be let go');
  });

  test('receives nothing more of a topic after losing the role for it, though the page stays open', async () => {
    const realtime = app.boot.services.realtime;
    if (!realtime) throw new Error('realtime is off');
    const usual = realtime.heartbeatMs;
    realtime.heartbeatMs = 50;
    const { headers, userId } = await organization.as('admin');
    const stream = await open(`${base}/events`, headers);
    realtime.heartbeatMs = usual;
    await stream.until('hello');
    const [before, after, shown] = [newId(), newId(), newId()];
    await publishChange('test.secret', before);
    await stream.receives(`test.secret ${before}`);
    const memberships = app.boot.database.system.updateTable('membership').set({ role: 'ops' });
    await memberships.where('user_id', '=', userId).execute();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await publishChange('test.secret', after);
    await publishChange('test.board', shown);
    await stream.receives(`test.board ${shown}`);
    expect(stream.changes()).not.toContain(`test.secret ${after}`);
    expect(stream.over(), 'a member still').toBe(false);
    await stream.close();
  });

  test('may open a limited number of streams; another person still gets theirs', async () => {
    const [many, other] = [await organization.as('ops'), await organization.as('ops')];
    const streams = await Promise.all(Array.from({ length: 20 }, () => open(`${base}/events`, many.headers)));
    expect(streams.map(({ answer }) => answer.status)).toEqual(Array(20).fill(200));
    const refused = await fetch(`${base}/events`, { headers: many.headers });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ ok: false, error: { code: 'realtime.too_many' } });
    const theirs = await open(`${base}/events`, other.headers);
    expect(theirs.answer.status).toBe(200);
    await Promise.all([...streams, theirs].map((stream) => stream.close()));
    await eventually(async () => app.boot.services.realtime?.open.size === 0, 'the counts to be taken back');
    const again = await open(`${base}/events`, many.headers);
    expect(again.answer.status).toBe(200);
    await again.close();
  });

  test('limits the streams of strangers from one address (IPv6: its /64)', async () => {
    const open = app.boot.services.realtime?.open as Map<string, number>;
    const url = `/api/v1/events/public/${organization.slug}`;
    const from = (remoteAddress: string) => app.http.inject({ url, remoteAddress, payloadAsStream: true });
    open.set('address 2001:db8:5:5::/64', 300);
    expect((await from('2001:db8:5:5:abcd::1')).statusCode).toBe(429);
    open.delete('address 2001:db8:5:5::/64');
    const streams = [await from('2001:db8:5:5::1'), await from('2001:db8:5:5::2')];
    expect(streams.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(open.get('address 2001:db8:5:5::/64')).toBe(2);
    for (const stream of app.boot.services.realtime?.streams ?? []) stream.destroy();
    await eventually(async () => !open.has('address 2001:db8:5:5::/64'), 'the streams to be let go');
  });

  test('receives a single topic or id when the client asks for it', async () => {
    const { headers } = await organization.as('ops');
    const [mine, another] = [newId(), newId()];
    const stream = await open(`${base}/events?topics=test.board:${mine}`, headers);
    await stream.until('hello');
    await publishChange('test.board', another);
    await publishChange('test.board', mine);
    await stream.receives(`test.board ${mine}`);
    expect(stream.changes()).toEqual([`test.board ${mine}`]);
    await stream.close();
  });

  test('is told when there is no such topic, instead of waiting for ever', async () => {
    const ops = await organization.as('ops');
    for (const path of ['/events', `/events/public/${organization.slug}`]) {
      const { status, body } = await ops.get(`${path}?topics=test.board,exhibition.bil`);
      expect([status, body.error.code, body.error.message]).toEqual([
        400,
        'realtime.unknown_topic',
        'There is no topic exhibition.bil.',
      ]);
    }
  });

  test('gets what it missed, in order, when it comes back; from another process it is told to ask again', async () => {
    const { headers } = await organization.as('ops');
    const first = await open(`${base}/events`, headers);
    const { id: last } = await first.until('hello');
    await first.close();
    const ids = [newId(), newId(), newId()];
    for (const id of ids) {
      await publishChange('test.board', id);
      await app.boot.services.realtime?.flush();
    }
    await eventually(async () => Number(app.boot.services.realtime?.hub.latest()) >= Number(last.split('.')[1]) + 3);
    const back = await open(`${base}/events`, { ...headers, 'last-event-id': last });
    await back.until('hello');
    expect(back.changes()).toEqual(ids.map((id) => `test.board ${id}`));
    expect(back.events.map(({ event }) => event)).not.toContain('resync');
    await back.close();
    const moved = await open(`${elsewhere}/events`, { ...headers, 'last-event-id': last });
    await moved.until('resync');
    await moved.close();
  });

  test('a client that is not signed in receives nothing', async () => {
    const stream = await open(`${base}/events`);
    expect(stream.answer.status).toBe(401);
    await stream.close();
  });
});

test('a change that is rolled back is never published', async () => {
  const { headers } = await organization.as('ops');
  const stream = await open(`${base}/events`, headers);
  await stream.until('hello');
  const [never, shown] = [newId(), newId()];
  await transaction(organization.ctx, async (tx) => {
    publish(tx, 'test.board', never);
    return refuse('audit.not_found');
  });
  await publishChange('test.board', shown);
  await stream.receives(`test.board ${shown}`);
  expect(stream.changes()).not.toContain(`test.board ${never}`);
  await stream.close();
});

test('anyone receives public topics, and only those', async () => {
  const stream = await open(`${base}/events/public/${organization.slug}`);
  await stream.until('hello');
  const id = newId();
  await publishChange('test.board', newId());
  await publishChange('test.open', id);
  await stream.receives(`test.open ${id}`);
  expect(stream.changes()).toEqual([`test.open ${id}`]);
  await stream.close();
  expect((await fetch(`${base}/events/public/nobody-here`)).status).toBe(404);
});

test('a lost connection to the database comes back, and all clients ask again', async () => {
  const { headers } = await organization.as('ops');
  const stream = await open(`${base}/events`, headers);
  await stream.until('hello');
  const before = stream.events.length;
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query ~ '^(listen|select pg_notify)'`.execute(app.boot.database.system);
  await eventually(async () => stream.events.slice(before).some(({ event }) => event === 'resync'), 'resync');
  const id = newId();
  await publishChange('test.board', id);
  await stream.receives(`test.board ${id}`);
  await stream.close();
});

test('many changes at once all arrive', async () => {
  const { headers } = await organization.as('ops');
  const stream = await open(`${base}/events`, headers);
  await stream.until('hello');
  const ids = Array.from({ length: 400 }, () => newId());
  await Promise.all(ids.map((id) => publishChange('test.board', id)));
  await eventually(async () => stream.changes().length === 400, 'all of it');
  expect(new Set(stream.changes())).toEqual(new Set(ids.map((id) => `test.board ${id}`)));
  await stream.close();
});

test('closing the server ends its streams, and with ENABLE_SSE=false there are none', async () => {
  const off = await openTestApp({ ENABLE_SSE: 'false' }, app.config.DATABASE_URL);
  const address = await listening(off);
  const { headers } = await organization.as('ops');
  expect((await fetch(`${address}/events`, { headers })).status).toBe(404);
  await off.close();

  const brief = await openTestApp({}, app.config.DATABASE_URL);
  const stream = await open(`${await listening(brief)}/events`, headers);
  await stream.until('hello');
  await brief.close();
  await eventually(async () => stream.over(), 'the stream to end');
});

test('an audit entry publishes its subject, where a manifest names the topic', async () => {
  const owner = await organization.as('owner');
  const { headers } = await organization.as('viewer');
  const stream = await open(`${base}/events?topics=exhibition.exhibition,tenancy.api_key`, headers);
  await stream.until('hello');
  const call = (path: string, body: object) =>
    fetch(`${base}${path}`, {
      method: 'POST',
      headers: { ...owner.headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).then((answer) => answer.json() as Promise<{ data: { id: string } }>);
  // A viewer may not see API keys, so receives no changes of them.
  await call('/api-keys', { name: 'Till', role: 'ops' });
  const fair = { name: 'Spring Fair', prefix: 'SPR', starts_on: '2026-11-20', ends_on: '2026-11-25' };
  const { data } = await call('/exhibition/exhibitions', fair);
  await stream.receives(`exhibition.exhibition ${data.id}`);
  expect(stream.changes()).toEqual([`exhibition.exhibition ${data.id}`]);
  await stream.close();
});
