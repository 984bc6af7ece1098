import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drainJobs } from '../kernel/jobs/index.ts';
import { push } from '../kernel/waiting/push/push.action.ts';
import { lookJob } from '../kernel/waiting/push/push.job.ts';
import { startFakePushService } from './fakes/push-service.ts';
import { type Caller, newOrganization, openTestApp, type TestApp, type TestOrganization } from './harness/index.ts';

let app: TestApp;
let service: Awaited<ReturnType<typeof startFakePushService>>;
let there: TestOrganization;
let admin: Caller;
beforeAll(async () => {
  service = await startFakePushService();
  app = await openTestApp({});
});
afterAll(async () => {
  await app.close();
  await service.stop();
});
beforeEach(async () => {
  there = await newOrganization(app, { name: 'Onam Fair' });
  admin = await there.as('admin');
  service.pushed.length = 0;
  service.answers.length = 0;
});

/** As the minutes pass: what waits is looked at, and what is new is sent. */
const pass = async (minutes = 1, at = app) => {
  at.clock.advance(minutes * 60_000);
  await lookJob.run(at.ctxFor(null, 'test'), {}, {} as never);
  await drainJobs(at.boot, at.boot.services.jobs);
};
const add = async (who: Caller, browser = service.subscribe()) => {
  const made = await who.post('/waiting/devices', browser, { 'user-agent': 'Firefox/140 Android' });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return { ...browser, id: made.body.data.id as string };
};
/** One more thing that waits for who may make keys. */
const keyEnds = async (who = admin) => {
  const expires_at = new Date(app.clock.now().getTime() + 10 * 86_400_000).toISOString();
  const made = await who.post('/api-keys', { name: 'Books', role: 'viewer', expires_at });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.data.id as string;
};
const devices = async (who: Caller) => (await who.get('/waiting/devices')).body.data;
const rows = (at = there) =>
  at.ctx.db.selectFrom('waiting_device').selectAll().where('organization_id', '=', at.id).execute();
const said = async (action: string) =>
  (
    await there.ctx.db
      .selectFrom('audit_entry')
      .select('action')
      .where('organization_id', '=', there.id)
      .where('action', '=', action)
      .execute()
  ).length;
const notices = () => service.pushed.map(({ text }) => JSON.parse(text));

describe('a device', () => {
  it('is told what is new for its member, encrypted, once, and no more than the bell shows', async () => {
    await keyEnds();
    const { endpoint } = await add(admin);
    await pass();
    // It waited before, and the bell showed it.
    expect(service.pushed).toEqual([]);
    const second = await keyEnds();
    await pass();
    await pass();
    expect(notices()).toEqual([
      { title: 'Onam Fair', body: '2 API keys end within two weeks', to: '/office/api-keys', tag: there.id },
    ]);
    const [one] = service.pushed;
    expect(one?.path).toBe(new URL(endpoint).pathname);
    expect(one?.headers).toMatchObject({ ttl: '43200', urgency: 'high', 'content-encoding': 'aes128gcm' });
    expect(one?.bytes).toBeLessThan(1000);
    expect(await devices(admin)).toMatchObject([
      { current: true, user_agent: 'Firefox/140 Android', sent_at: expect.any(String) },
    ]);
    // One done and another come is news again.
    await admin.delete(`/api-keys/${second}`);
    await pass();
    await keyEnds();
    await pass();
    expect(service.pushed).toHaveLength(2);
    expect(await said('waiting.device.added')).toBe(1);
  });

  it('is told in its member’s language', async () => {
    await admin.patch('/session', { language: 'hi' });
    await add(admin);
    await keyEnds();
    await pass();
    expect(notices()[0].body).toMatch(/[ऀ-ॿ]/);
  });

  it('is told what its member may do something about, in the organization where it was added', async () => {
    const ops = await there.as('ops');
    const owner = await there.as('owner');
    const other = await newOrganization(app);
    for (const who of [admin, ops, owner, await other.as('owner')]) await add(who);
    expect((await owner.patch(`/members/${admin.userId}`, { role: 'viewer' })).status).toBe(200);
    await keyEnds(owner);
    await pass();
    expect(service.pushed).toHaveLength(1);
    const told = await there.ctx.db
      .selectFrom('waiting_device')
      .select('user_id')
      .where('organization_id', '=', there.id)
      .where('sent_at', 'is not', null)
      .execute();
    expect(told).toEqual([{ user_id: owner.userId }]);
    expect(await devices(ops)).toHaveLength(1);
  });

  it('is kept sealed, and goes when it was sealed with another SECRET_KEY', async () => {
    const { id, endpoint, auth } = await add(admin);
    const [row] = await rows();
    for (const secret of [endpoint, auth]) expect(JSON.stringify(row)).not.toContain(secret);
    await keyEnds();
    await push({ ...there.ctx, config: { ...app.config, SECRET_KEY: 'another key, just as long as it' } }, id);
    expect([await rows(), service.pushed]).toEqual([[], []]);
    expect(await said('waiting.device.gone')).toBe(1);
  });
});

describe('a push service that refuses', () => {
  it.each([404, 410])('with %i knows the device no more: it is removed', async (status) => {
    await add(admin);
    await keyEnds();
    service.answers.push({ status });
    await pass();
    expect(await devices(admin)).toEqual([]);
    expect(await said('waiting.device.gone')).toBe(1);
  });

  it('is asked again after the time that it says (429), and else after a growing one, until it takes it', async () => {
    await add(admin);
    await keyEnds();
    service.answers.push({ status: 429, headers: { 'retry-after': '600' } }, { status: 500 }, { status: 503 });
    const asked = async (minutes: number) => {
      const before = service.requests;
      await pass(minutes);
      return service.requests - before;
    };
    expect(await asked(1)).toBe(1);
    expect([await asked(5), await asked(4), await asked(1)]).toEqual([0, 0, 1]);
    // The second failure: two minutes; the third: four.
    expect([await asked(1), await asked(1), await asked(3), await asked(1)]).toEqual([0, 1, 0, 1]);
    expect(notices()).toHaveLength(1);
    expect(await rows()).toMatchObject([{ failures: 0 }]);
    const failed = await there.as('owner').then((owner) => owner.get('/jobs?state=dead'));
    expect(failed.body.data).toEqual([]);
  });

  it('and one that can’t be reached is no failed job either', async () => {
    await add(admin, { ...service.subscribe(), endpoint: 'http://127.0.0.1:1/nobody' });
    await keyEnds();
    await pass();
    expect(await rows()).toMatchObject([{ failures: 1, sent_at: null }]);
    expect((await (await there.as('owner')).get('/jobs?state=dead')).body.data).toEqual([]);
  });
});

describe('a device is added', () => {
  it('ten times by one member at most, also by twelve requests at once; a browser that is known counts once', async () => {
    const browsers = Array.from({ length: 12 }, () => service.subscribe());
    const made = await Promise.all(browsers.map((browser) => admin.post('/waiting/devices', browser)));
    expect(made.filter(({ status }) => status === 201)).toHaveLength(10);
    const refused = made.findIndex(({ status }) => status !== 201);
    expect(made[refused]?.body.error).toMatchObject({ code: 'waiting.too_many_devices' });
    const known = browsers[made.findIndex(({ status }) => status === 201)];
    expect((await admin.post('/waiting/devices', known)).status).toBe(201);
    expect(await rows()).toHaveLength(10);
    // Somebody else signed in to the same browser: it is theirs.
    const viewer = await there.as('viewer');
    expect((await viewer.post('/waiting/devices', known)).status).toBe(201);
    expect([(await devices(admin)).length, (await devices(viewer)).length]).toEqual([9, 1]);
  });

  it('at an address on the public internet by https, with keys of a browser, by a person in a browser', async () => {
    const strict = await openTestApp({ ALLOW_PRIVATE_ADDRESSES: 'false' });
    try {
      const who = await (await newOrganization(strict)).as('admin');
      const { p256dh, auth } = service.subscribe();
      const { port } = new URL(service.root);
      const refusals = ['', 'push.example', 'https://me:secret@push.example/', 'https://10.0.0.7/', 'https://[::1]/'];
      for (const endpoint of [service.root, `https://127.0.0.1:${port}/`, ...refusals])
        expect((await who.post('/waiting/devices', { endpoint, p256dh, auth })).status, endpoint).toBeOneOf([400, 422]);
      // A name is looked up when something is sent.
      const named = { endpoint: `https://localhost:${port}/`, p256dh, auth };
      expect((await who.post('/waiting/devices', named)).status).toBe(201);
      const expires_at = new Date(strict.clock.now().getTime() + 86_400_000).toISOString();
      await who.post('/api-keys', { name: 'Books', role: 'viewer', expires_at });
      const before = service.requests;
      await pass(1, strict);
      expect(service.requests).toBe(before);
      const [row] = await strict.boot.database.system.selectFrom('waiting_device').selectAll().execute();
      expect(row).toMatchObject({ failures: 1, sent_at: null });
    } finally {
      await strict.close();
    }
    const good = service.subscribe();
    const off = Buffer.from(good.p256dh, 'base64url');
    off[64] = (off[64] as number) ^ 1;
    for (const bad of [{ p256dh: off.toString('base64url') }, { auth: 'A' }, { p256dh: `${good.auth}` }])
      expect((await admin.post('/waiting/devices', { ...good, ...bad })).status).toBeOneOf([400, 422]);
    const { key } = (await admin.post('/api-keys', { name: 'k', role: 'viewer' })).body.data;
    const byKey = await app.http.inject({
      method: 'POST',
      url: '/api/v1/waiting/devices',
      headers: { authorization: `Bearer ${key}` },
      payload: good,
    });
    expect(byKey.statusCode).toBe(403);
    expect(await rows()).toEqual([]);
  });
});

describe('a device ends', () => {
  it('by its member alone', async () => {
    const { id } = await add(admin);
    const viewer = await there.as('viewer');
    expect((await viewer.delete(`/waiting/devices/${id}`)).status).toBe(404);
    expect((await admin.delete(`/waiting/devices/${id}`)).status).toBe(200);
    expect((await admin.delete(`/waiting/devices/${id}`)).body.error.code).toBe('waiting.device_not_found');
    expect([await rows(), await said('waiting.device.removed')]).toEqual([[], 1]);
  });

  it('when its member signs out there, is signed out everywhere, or leaves', async () => {
    const owner = await there.as('owner');
    const leaver = await there.as('ops');
    const session = () =>
      app.boot.database.system.selectFrom('auth_session').select('id').where('user_id', '=', admin.userId).execute();
    await add(admin);
    await add(leaver);
    await add(owner);
    expect((await owner.delete(`/members/${leaver.userId}`)).status).toBe(200);
    expect(await rows()).toHaveLength(2);
    // From another of their devices.
    const [own] = await session();
    expect((await admin.delete(`/sessions/${own?.id}`)).status).toBe(200);
    expect((await owner.post('/auth/sign-out')).status).toBe(200);
    expect(await rows()).toEqual([]);
  });

  it('with a session that nobody used for a month, before it is swept', async () => {
    await add(admin);
    await keyEnds();
    await app.boot.database.system
      .updateTable('auth_session')
      .set({ expires_at: app.clock.now() })
      .where('user_id', '=', admin.userId)
      .execute();
    await pass();
    expect(service.pushed).toEqual([]);
  });
});

it('looks at a member once a minute, however many workers look', async () => {
  await add(admin);
  await add(admin);
  await keyEnds();
  app.clock.advance(60_000);
  await Promise.all([1, 2, 3].map(() => lookJob.run(app.ctxFor(null, 'test'), {}, {} as never)));
  await drainJobs(app.boot, app.boot.services.jobs);
  expect(service.pushed).toHaveLength(2);
});
