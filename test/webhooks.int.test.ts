import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditMany } from '../kernel/audit/index.ts';
import { openExhibition } from '../modules/exhibition/test/factories.ts';
import { type Caller, newOrganization, openTestApp, type TestApp, type TestOrganization } from './harness/index.ts';
import { drainWebhooks } from './harness/webhooks.ts';

/** What a receiver got, and what it answers: to each path its own statuses, in turn, the last one again and again. */
type Heard = { path: string; headers: IncomingMessage['headers']; body: string };

let app: TestApp;
let receiver: Server;
let url: string;
const heard: Heard[] = [];
const answers = new Map<string, number[]>();

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const path = request.url ?? '';
      heard.push({ path, headers: request.headers, body: Buffer.concat(parts).toString() });
      const own = answers.get(path) ?? [204];
      response.statusCode = (own.length > 1 ? own.shift() : own[0]) as number;
      response.end();
    });
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  app = await openTestApp({ ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8' });
});
afterAll(async () => {
  await app.close();
  receiver.close();
});

let there: TestOrganization;
let admin: Caller;
let path: string;
let serial = 0;
beforeEach(async () => {
  there = await newOrganization(app);
  admin = await there.as('admin');
  await openExhibition(admin);
  path = `/to/${serial++}`;
});

const drain = () => drainWebhooks(app);
const add = async (over: object = {}) => {
  const made = await admin.post('/webhooks', {
    name: 'Books',
    url: url + path,
    events: ['exhibition.bill.*'],
    ...over,
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.data as { id: string; secret: string };
};
const bill = async (description: string, by = admin) =>
  (await by.post('/exhibition/bills', { amount: '12.50', description })).body.data.bill as { id: string; code: string };
const got = (at = path) => heard.filter((one) => one.path === at);
const events = (at = path) => got(at).map(({ body }) => JSON.parse(body));
const log = async (query = '') => (await admin.get(`/webhook-deliveries?${query}`)).body.data;
const later = (seconds: number) => app.clock.set(new Date(app.clock.now().getTime() + seconds * 1000).toISOString());

describe('an event', () => {
  it('is sent after its commit, with the record as the API answers it, signed', async () => {
    const { secret } = await add();
    const { id, code } = await bill('tea');
    await drain();
    const [one] = got();
    const body = new Webhook(secret).verify(one?.body ?? '', one?.headers as Record<string, string>);
    expect(body).toMatchObject({
      type: 'exhibition.bill.added',
      data: {
        organization_id: there.id,
        actor: { kind: 'user', id: admin.userId },
        subject: { type: 'exhibition.bill', id },
        record: { id, code, amount: '12.50', state: 'open', description: 'tea' },
      },
    });
    expect(() => new Webhook(secret).verify(`${one?.body} `, one?.headers as Record<string, string>)).toThrow();
    expect(await log()).toMatchObject([
      { event: 'exhibition.bill.added', state: 'done', attempts: 1, tries: [{ status: 204 }] },
    ]);
  });

  it('goes only to who wants it, in the own organization, and from the time it was added on', async () => {
    await bill('before');
    await add();
    const other = await newOrganization(app);
    const stranger = await other.as('admin');
    await openExhibition(stranger);
    await bill('theirs', stranger);
    await admin.post('/exhibition/items', { exhibition_id: null, name: 'Cup', price: '5.00' });
    await bill('mine');
    await drain();
    expect(events().map(({ data }) => data.record.description)).toEqual(['mine']);
    expect((await stranger.get('/webhook-deliveries')).body.data).toEqual([]);
    const rows = await app.boot.database.system
      .selectFrom('webhook_delivery')
      .select('id')
      .where('organization_id', '=', other.id)
      .execute();
    expect(rows).toEqual([]);
  });

  it('of a transaction that made more than one statement can hold is sent, too', async () => {
    const { id } = await add({ events: ['test.thing.changed'] });
    const changes = Array.from({ length: 7000 }, (_, n) => ({
      subject: { type: 'test.thing', id: `${n}` },
      after: { n },
    }));
    await auditMany(there.ctx, 'test.thing.changed', changes);
    const { collect } = await import('../kernel/webhooks/worker/collect.ts');
    const { system } = app.boot.database;
    const made = async () => {
      await collect(system, app.clock.now(), new Map(), async () => undefined);
      const rows = system.selectFrom('webhook_delivery').where('endpoint_id', '=', id);
      return Number((await rows.select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow()).count);
    };
    await expect.poll(made, { timeout: 60_000 }).toBe(7000);
    expect((await admin.delete(`/webhooks/${id}`)).status).toBe(200);
  });

  it('that was rolled back is none', async () => {
    await add({ events: ['*'] });
    expect((await admin.post('/exhibition/bills', { amount: '0', description: 'nothing' })).status).toBeGreaterThan(
      399,
    );
    await drain();
    expect(events().map(({ type }) => type)).toEqual([]);
  });
});

describe('a receiver that fails', () => {
  it('gets the event again, later and later, under the same id, until three days are over', async () => {
    await add();
    answers.set(path, [500]);
    await bill('tea');
    await drain();
    expect(await log()).toMatchObject([{ state: 'waiting', attempts: 1, tries: [{ status: 500 }] }]);
    await drain();
    expect(got()).toHaveLength(1);
    for (let hours = 0; hours < 73; hours += 9) {
      later(9 * 3600);
      await drain();
    }
    app.clock.reset();
    const [one] = await log('filter[state]=dead');
    expect([one.state, one.attempts]).toEqual(['dead', got().length]);
    expect(one.attempts).toBeGreaterThan(5);
    expect(new Set(got().map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    answers.set(path, [204]);
    expect((await admin.post(`/webhook-deliveries/${one.id}/replay`)).status).toBe(200);
    await drain();
    expect(await log()).toMatchObject([{ id: one.id, state: 'done' }]);
  });

  it('gets what happened to one record in its order, and what happened to others meanwhile', async () => {
    await add();
    answers.set(path, [503, 204]);
    const first = await bill('first');
    await drain();
    await admin.post(`/exhibition/bills/${first.id}/void`, { reason: 'a mistake' });
    await bill('second');
    await drain();
    const seen = () => events().map(({ type, data }) => `${type} ${data.record.description}`);
    expect(seen()).toEqual(['exhibition.bill.added first', 'exhibition.bill.added second']);
    later(60);
    await drain();
    await drain();
    app.clock.reset();
    expect(seen().slice(2)).toEqual(['exhibition.bill.added first', 'exhibition.bill.voided first']);
  });

  it('that says 410 is left alone, until somebody switches it on again', async () => {
    const { id } = await add();
    answers.set(path, [410, 204]);
    await bill('tea');
    await drain();
    expect((await admin.get(`/webhooks/${id}`)).body.data).toMatchObject({
      active: false,
      dead: 1,
      gone_at: expect.any(String),
    });
    await bill('cups');
    await drain();
    expect(got()).toHaveLength(1);
    expect((await admin.patch(`/webhooks/${id}`, { active: true })).body.data).toMatchObject({
      active: true,
      gone_at: null,
    });
    expect((await admin.post(`/webhooks/${id}/replay`)).body.data).toEqual({ deliveries: 1 });
    await drain();
    expect(got()).toHaveLength(2);
  });

  it('has ten requests at once, whatever waits, and another one gets its own meanwhile', async () => {
    const held: (() => void)[] = [];
    let [most, holding] = [0, true];
    const slow = createServer((request, response) => {
      request.resume().on('end', () => {
        if (!holding) return void response.end();
        held.push(() => response.end());
        most = Math.max(most, held.length);
      });
    });
    await new Promise<void>((done) => slow.listen(0, '127.0.0.1', done));
    try {
      await add({ url: `http://127.0.0.1:${(slow.address() as AddressInfo).port}/` });
      for (let n = 0; n < 14; n++) await bill(`${n}`);
      const done = drain();
      await expect.poll(() => held.length, { timeout: 60_000 }).toBe(10);
      // One is answered: one more may come, not ten. Another address gets its own meanwhile.
      held.shift()?.();
      await expect.poll(() => held.length, { timeout: 60_000 }).toBe(10);
      await add({ name: 'Other', events: ['exhibition.bill.added'] });
      await bill('meanwhile');
      await expect.poll(() => events().length, { timeout: 60_000 }).toBe(1);
      holding = false;
      for (const answer of held) answer();
      await done;
      expect(most).toBe(10);
    } finally {
      slow.closeAllConnections();
      slow.close();
    }
  });

  it('is sent to again when the process that sent died', async () => {
    await add();
    await bill('tea');
    const { system } = app.boot.database;
    await app.boot.services.webhooks?.stop();
    const { startWorker } = await import('../kernel/webhooks/worker/worker.ts');
    const { takeDue } = await import('../kernel/webhooks/worker/store.ts');
    const { collect } = await import('../kernel/webhooks/worker/collect.ts');
    const now = app.clock.now();
    const room = { free: 10, ofOne: 10, underWay: new Map() };
    const takeOne = async () => {
      await collect(system, now, new Map(), async () => undefined);
      return (await takeDue(system, now, new Date(now.getTime() + 60_000), room)).length;
    };
    await expect.poll(takeOne, { timeout: 60_000 }).toBe(1);
    const next = startWorker(app.boot);
    app.boot.services.webhooks = next;
    await next.drain();
    expect(got()).toEqual([]);
    later(61);
    await next.drain();
    app.clock.reset();
    expect(got()).toHaveLength(1);
  });
});

describe('an address', () => {
  it('has two secrets while one replaces the other', async () => {
    const { id, secret } = await add();
    const { secret: next } = (await admin.post(`/webhooks/${id}/rotate-secret`, { overlap_hours: 1 })).body.data;
    await bill('both');
    await drain();
    for (const one of [secret, next])
      expect(new Webhook(one).verify(got()[0]?.body ?? '', got()[0]?.headers as Record<string, string>)).toBeTruthy();
    expect((await admin.post(`/webhooks/${id}/test`)).status).toBe(202);
    later(3601);
    await drain();
    const signatures = String(got()[1]?.headers['webhook-signature']).split(' ');
    app.clock.reset();
    expect([signatures.length, events()[1].type]).toEqual([1, 'webhooks.test']);
    const [row] = await app.boot.database.system
      .selectFrom('webhook_endpoint')
      .select('secret')
      .where('organization_id', '=', there.id)
      .execute();
    expect(row?.secret).not.toContain(next);
  });

  it('is set by people of the organization with the right to, and not by keys; https, ten at most', async () => {
    const input = { name: 'Books', url: url + path, events: ['*'] };
    const viewer = await there.as('viewer');
    expect((await viewer.post('/webhooks', input)).status).toBe(403);
    const owner = await there.as('owner');
    const { key } = (await owner.post('/api-keys', { name: 'k', role: 'admin' })).body.data;
    const byKey = await app.http.inject({
      method: 'POST',
      url: '/api/v1/webhooks',
      headers: { authorization: `Bearer ${key}` },
      payload: input,
    });
    expect([byKey.statusCode, byKey.json().error.code]).toEqual([403, 'auth.person_required']);
    for (const bad of ['ftp://example.org/', 'example.org', 'https://me:secret@example.org/'])
      expect((await admin.post('/webhooks', { ...input, url: bad })).body.error.code).toBe('webhooks.bad_address');
    expect((await admin.post('/webhooks', { ...input, events: ['Bill paid'] })).status).toBe(400);
    const made = await Promise.all(Array.from({ length: 12 }, () => admin.post('/webhooks', input)));
    expect(made.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(made.find(({ status }) => status !== 201)?.body.error.code).toBe('webhooks.too_many');
    expect((await admin.get('/webhooks')).body.data[0]).not.toHaveProperty('secret');
  });

  it('of a private network is never sent to', async () => {
    const strict = await openTestApp({ ALLOW_PRIVATE_ADDRESSES: 'false' });
    try {
      const org = await newOrganization(strict);
      const by = await org.as('admin');
      await openExhibition(by);
      const { port } = new URL(url);
      for (const bad of [url + path, `https://127.0.0.1:${port}${path}`, `https://[::1]:${port}${path}`])
        expect((await by.post('/webhooks', { name: 'x', url: bad, events: ['*'] })).body.error.code).toBe(
          'webhooks.bad_address',
        );
      const hidden = `https://localhost:${port}${path}`;
      expect((await by.post('/webhooks', { name: 'x', url: hidden, events: ['*'] })).status).toBe(201);
      await by.post('/exhibition/bills', { amount: '1.00', description: 'tea' });
      // As in `drain`: other tests' transactions may still be open.
      const tried = async () => {
        await strict.boot.services.webhooks?.drain();
        return (await by.get('/webhook-deliveries')).body.data;
      };
      await expect.poll(async () => (await tried()).length, { timeout: 60_000 }).toBeGreaterThan(0);
      const data = await tried();
      expect(data[0].tries).toMatchObject([{ status: null, error: 'unreachable' }]);
      expect(got()).toEqual([]);
    } finally {
      await strict.close();
    }
  });

  it('is told which events there are', async () => {
    const names = (await admin.get('/webhook-events')).body.data.map(({ name }: { name: string }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['exhibition.bill.paid', 'raffle.order.confirmed', 'payments.verified']),
    );
  });
});
