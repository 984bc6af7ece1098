import { generateKeyPairSync, sign } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Caller,
  eventually,
  newOrganization,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../../test/harness/index.ts';
import { newAddress, visitor } from '../../../test/harness/people.ts';
import { startAuth } from '../../auth/service.ts';
import { buildApp } from '../../http/index.ts';
import { ok } from '../../lib/result.ts';
import { type Boot, defineModule, route } from '../../module/index.ts';
import { createApiKey } from '../../tenancy/index.ts';
import { sessionText } from '../contract.ts';
import { startDevices } from '../service.ts';

const Reply = Type.Object({ kind: Type.String() });
const answering = (path: string, permission: string) =>
  route({
    method: 'POST',
    path,
    permission,
    summary: 'Something that a device does',
    reply: Reply,
    run: async (ctx) => ok({ kind: ctx.actor.kind }),
  });

/** A module with two kinds of devices: one that may hand in work after its end, and one that may not. */
const fleet = defineModule({
  name: 'fleet',
  permissions: { 'fleet.brew': null, 'fleet.hand_in': null } as const,
  deviceKinds: [
    { kind: 'fleet.machine', permissions: ['fleet.brew', 'events.read'], codeMinutes: 15 },
    {
      kind: 'fleet.phone',
      permissions: ['fleet.brew'],
      afterEnd: ['fleet.hand_in'],
      codeMinutes: 60,
      page: '/fleet/#code=',
    },
  ],
  routes: [answering('/fleet/brews', 'fleet.brew'), answering('/fleet/reports', 'fleet.hand_in')],
});

let app: TestApp;
let http: FastifyInstance;
let running: Awaited<ReturnType<typeof startDevices>>;
let organization: TestOrganization;
let admin: Caller;
beforeAll(async () => {
  const shared = await useTestApp();
  const boot: Boot = {
    ...shared.boot,
    manifests: [...shared.boot.manifests, fleet],
    services: { ...shared.boot.services },
  };
  await startAuth(boot);
  running = await startDevices(boot);
  http = await buildApp(boot);
  await http.ready();
  app = { ...shared, http, boot };
});
afterAll(async () => {
  await http.close();
  await running.stop();
});
beforeEach(async () => {
  const modules = app.boot.manifests.map(({ name }) => name);
  organization = await newOrganization(app, { modules });
  admin = await organization.as('admin');
  app.clock.reset();
});

async function add(kind = 'fleet.machine', over: object = {}) {
  const made = await admin.post('/devices', { kind, name: `Machine ${Math.random()}`, ...over });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body.data as { device: { id: string; name: string }; code: string; url: string | null; qr_svg: string };
}
const enrol = (code: string, over: object = {}, address = newAddress()) =>
  visitor(app, {}, address).post('/devices/enrol', { code, ...over });
const machine = (token: string) => visitor(app, { authorization: `Bearer ${token}` });

async function enrolled(kind?: string, over?: object) {
  const { device, code } = await add(kind, over);
  const token = (await enrol(code)).body.data.token as string;
  return { id: device.id, name: device.name, code, token, machine: machine(token) };
}
const row = (id: string) =>
  organization.ctx.db
    .selectFrom('device')
    .selectAll()
    .where('organization_id', '=', organization.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
const actions = async (id: string) => {
  const entries = await organization.ctx.db
    .selectFrom('audit_entry')
    .select(['action', 'actor_kind'])
    .where('organization_id', '=', organization.id)
    .where('subject_id', '=', id)
    .orderBy('id')
    .execute();
  return entries.map(({ action, actor_kind }) => `${actor_kind} ${action}`);
};

describe('enrolment', () => {
  test('exchanges a code, typed in any usual way, for the device’s token', async () => {
    const { device, code, url, qr_svg } = await add();
    expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    expect([url, qr_svg.startsWith('<svg')]).toEqual([null, true]);
    const answer = await enrol(code.toLowerCase().replaceAll('-', ' '), { firmware: '1.4.2' });
    expect(answer.body.data).toMatchObject({
      device: { id: device.id, kind: 'fleet.machine', name: device.name },
      organization: { id: organization.id, time_zone: 'Asia/Kolkata' },
      token: expect.stringMatching(/^cfd_[\w-]{43}$/),
    });
    const { token } = answer.body.data;
    expect((await machine(token).post('/fleet/brews')).body.data).toEqual({ kind: 'device' });
    expect((await machine(token).get('/devices/self')).body.data.device).toMatchObject({ firmware: '1.4.2' });
    expect(JSON.stringify(await row(device.id))).not.toContain(token);
    expect(await actions(device.id)).toEqual(['user devices.added', 'device devices.enrolled']);
  });

  test('gives a page its link with the code behind #', async () => {
    const { url, code } = await add('fleet.phone');
    expect(url).toBe(`http://localhost:3000/fleet/#code=${code}`);
  });

  test('works again until the device has used its token, because the first answer may have been lost', async () => {
    const { code } = await add();
    const lost = (await enrol(code)).body.data.token;
    const { token } = (await enrol(code)).body.data;
    expect((await machine(lost).get('/devices/self')).status).toBe(401);
    expect((await machine(token).get('/devices/self')).status).toBe(200);
    expect((await enrol(code)).body.error.code).toBe('devices.code_wrong');
  });

  test('of two simultaneous uses one gets the device', async () => {
    const { code } = await add();
    const both = await Promise.all([enrol(code), enrol(code)]);
    const tokens = both.map(({ body }) => body.data.token as string);
    const statuses = await Promise.all(tokens.map(async (token) => (await machine(token).get('/devices/self')).status));
    expect(statuses.sort()).toEqual([200, 401]);
  });

  test('refuses a code that is expired, unknown, or of a revoked device', async () => {
    const late = await add();
    app.clock.advance(15 * 60_000 + 1);
    expect((await enrol(late.code)).body.error.code).toBe('devices.code_wrong');
    const again = await admin.post(`/devices/${late.device.id}/code`);
    expect((await enrol(again.body.data.code)).status).toBe(200);
    const ended = await add();
    await admin.post(`/devices/${ended.device.id}/revoke`);
    expect((await enrol(ended.code)).body.error.code).toBe('devices.code_wrong');
    for (const code of ['AAAA-BBBB-CCCC', 'nonsense', '7KQ2'])
      expect((await enrol(code)).body.error.code).toBe('devices.code_wrong');
  });

  test('slows guessing down, by address and by organization, and nobody who has a right code', async () => {
    // Five minutes past a full hour, since the counters are of an hour.
    app.clock.set(new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 300_000));
    app.clock.stop();
    const { code } = await add();
    const wrong = (n: number) => `${code.slice(0, 4)}2222${'23456789'[n % 8]}${'23456789'[n >> 3]}22`;
    const address = newAddress();
    const from = async (n: number) => (await enrol(wrong(n), {}, address)).status;
    for (let i = 0; i < 19; i++) expect(await from(i)).toBe(404);
    await from(19);
    expect(await from(20)).toBe(429);
    for (let i = 21; i < 31; i++) await enrol(wrong(i));
    expect((await enrol(wrong(32))).status, 'from elsewhere, for the same organization').toBe(429);
    const { device, code: another } = await add();
    expect((await enrol(another, {}, address)).body.data.device.id, 'a right code comes in').toBe(device.id);
    expect((await enrol(code)).status).toBe(200);
    app.clock.advance(3_600_000);
    expect(await from(33), 'the next hour').toBe(404);
    const other = await newOrganization(app, { modules: app.boot.manifests.map(({ name }) => name) });
    const theirs = await (await other.as('admin')).post('/devices', { kind: 'fleet.machine', name: 'Theirs' });
    expect((await enrol(theirs.body.data.code)).status, 'another organization is not held up').toBe(200);
  });

  test('of a replacement machine ends the tokens of the old one', async () => {
    const first = await enrolled();
    expect((await first.machine.get('/devices/self')).status).toBe(200);
    const { code } = (await admin.post(`/devices/${first.id}/code`)).body.data;
    expect((await first.machine.get('/devices/self')).status, 'until the other one comes').toBe(200);
    const { token } = (await enrol(code)).body.data;
    expect((await machine(token).get('/devices/self')).status).toBe(200);
    expect((await first.machine.get('/devices/self')).body.error.code).toBe('devices.refused');
  });
});

describe('a device', () => {
  test('has the permissions of its kind, and none of people', async () => {
    const { machine: own } = await enrolled();
    expect((await own.post('/fleet/brews')).status).toBe(200);
    for (const path of ['/session', '/devices', '/organization', '/sessions', '/mess/students'])
      expect([path, (await own.get(path)).status]).toEqual([path, 403]);
    expect((await own.post('/fleet/reports')).body.error.code).toBe('http.forbidden');
    expect((await admin.post('/fleet/brews')).status, 'what is the device’s is no admin’s').toBe(403);
  });

  test('is refused when its module is switched off', async () => {
    const { machine: own } = await enrolled();
    expect((await own.post('/fleet/brews')).status).toBe(200);
    const set = (modules: string[]) =>
      app.boot.database.system.updateTable('organization').set({ modules }).where('id', '=', organization.id).execute();
    await set(['mess']);
    expect((await own.post('/fleet/brews')).body.error.code).toBe('http.module_off');
    expect((await admin.get('/device-kinds')).body.data.map(({ kind }: { kind: string }) => kind)).not.toContain(
      'fleet.machine',
    );
    await set(['fleet']);
    expect((await own.post('/fleet/brews')).status).toBe(200);
  });

  test('that is revoked is refused at once, and its stream ends', async () => {
    const { id, token, machine: own } = await enrolled();
    expect((await own.post('/fleet/brews')).status).toBe(200);
    const opened = await http.inject({
      url: '/api/v1/events',
      headers: { authorization: `Bearer ${token}` },
      payloadAsStream: true,
    });
    expect(opened.statusCode).toBe(200);
    let over = false;
    const stream = opened.stream().on('end', () => {
      over = true;
    });
    stream.resume();
    expect((await admin.post(`/devices/${id}/revoke`)).body.data.state).toBe('revoked');
    expect((await own.post('/fleet/brews')).body.error.code).toBe('devices.refused');
    await eventually(async () => over, 'the end of the stream');
    expect((await admin.post(`/devices/${id}/revoke`)).body.error.code).toBe('devices.already_revoked');
    expect((await actions(id)).at(-1)).toBe('user devices.revoked');
  });

  test('that has ended keeps only the permissions that its kind has then', async () => {
    const { id, machine: own } = await enrolled('fleet.phone');
    expect((await own.post('/fleet/reports')).status).toBe(200);
    await admin.post(`/devices/${id}/revoke`);
    expect((await own.post('/fleet/reports')).status).toBe(200);
    expect((await own.post('/fleet/brews')).body.error.code).toBe('devices.refused');
    expect((await own.get('/devices/self')).status).toBe(401);
    const until = new Date(app.clock.now().getTime() + 3_600_000).toISOString();
    const short = await enrolled('fleet.phone', { valid_until: until });
    expect((await short.machine.post('/fleet/brews')).status).toBe(200);
    app.clock.advance(3_600_001);
    expect((await short.machine.post('/fleet/brews')).status).toBe(401);
    expect((await short.machine.post('/fleet/reports')).status).toBe(200);
  });

  test('rotates its token with an overlap, so that a lost answer does no harm', async () => {
    const { id, machine: own } = await enrolled();
    await own.get('/devices/self');
    const lost = (await own.post('/devices/token')).body.data.token;
    const { token } = (await own.post('/devices/token')).body.data;
    expect((await machine(lost).get('/devices/self')).status, 'another took the place of the lost one').toBe(401);
    app.clock.advance(48 * 3_600_000);
    expect((await own.get('/devices/self')).status, 'the old one, as long as the next was not used').toBe(200);
    expect((await machine(token).get('/devices/self')).status).toBe(200);
    expect((await own.get('/devices/self')).status, 'both, for an hour').toBe(200);
    app.clock.advance(3_600_001);
    expect((await own.get('/devices/self')).status).toBe(401);
    expect((await machine(token).get('/devices/self')).status).toBe(200);
    expect(await actions(id)).toContain('device devices.token_rotated');
  });

  test('whose old token asks for another after the next one was used, loses all, and its owners are told', async () => {
    const owner = await organization.as('owner');
    const { id, name, machine: old } = await enrolled();
    const { token } = (await old.post('/devices/token')).body.data;
    expect((await machine(token).get('/devices/self')).status).toBe(200);
    expect((await old.get('/devices/self')).status, 'requests under way').toBe(200);
    const [again, other] = await Promise.all([old.post('/devices/token'), old.post('/devices/token')]);
    expect([again.status, other.status]).toEqual([401, 401]);
    for (const each of [old, machine(token)]) expect((await each.get('/devices/self')).status).toBe(401);
    expect((await actions(id)).filter((action) => action.includes('copied'))).toEqual(['device devices.token_copied']);
    const { email } = (await owner.get('/session')).body.data.user;
    const mails = await organization.ctx.db
      .selectFrom('message')
      .select(['template', 'params'])
      .where('organization_id', '=', organization.id)
      .where('to_address', '=', email)
      .execute();
    expect(mails).toMatchObject([{ template: 'devices.token_copied', params: { name } }]);
    const { code } = (await admin.post(`/devices/${id}/code`)).body.data;
    expect((await enrol(code)).body.data.token, 'a person sets it up again').toMatch(/^cfd_/);
  });

  test('with a key signs a challenge and gets a token for an hour', async () => {
    const { device, code } = await add('fleet.phone');
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const public_key = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
    expect((await enrol(code, { public_key: 'A'.repeat(100) })).body.error.code).toBe('devices.key_malformed');
    expect((await enrol(code, { public_key })).body.data.token).toBeNull();
    const session = async (by = keys, over: object = {}) => {
      const { challenge } = (await visitor(app).post('/devices/challenge')).body.data;
      const signature = sign('sha256', Buffer.from(sessionText(organization.id, device.id, challenge)), {
        key: by.privateKey,
        dsaEncoding: 'ieee-p1363',
      }).toString('base64url');
      return visitor(app).post('/devices/session', {
        organization: organization.id,
        device: device.id,
        challenge,
        signature,
        ...over,
      });
    };
    const { token, seconds } = (await session()).body.data;
    expect([(await machine(token).post('/fleet/brews')).status, seconds]).toEqual([200, 3600]);
    expect((await enrol(code, { public_key })).body.error.code, 'the code is spent').toBe('devices.code_wrong');
    expect((await machine(token).post('/devices/token')).body.error.code).toBe('devices.has_key');
    const unknown = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect((await session(unknown)).body.error.code).toBe('devices.refused');
    expect((await session(keys, { challenge: 'made-up' })).body.error.code).toBe('devices.refused');
    app.clock.advance(3_600_001);
    expect((await machine(token).post('/fleet/brews')).status).toBe(401);
    await admin.post(`/devices/${device.id}/revoke`);
    const late = (await session()).body.data.token;
    expect((await machine(late).post('/fleet/reports')).status, 'to hand in what it did before').toBe(200);
  });

  test('has a last use, which is written for all devices at once and not in its request', async () => {
    const { id, machine: own } = await enrolled();
    app.clock.advance(10 * 60_000);
    await own.post('/fleet/brews');
    const before = (await row(id)).last_seen_at;
    await app.boot.services.devices.writeSeen();
    const after = (await row(id)).last_seen_at;
    expect(after?.getTime()).toBeGreaterThan((before?.getTime() ?? 0) + 9 * 60_000);
    const listed = (await admin.get('/devices?filter={"state":"active"}')).body.data;
    expect(listed.map((one: { id: string }) => one.id)).toEqual([id]);
  });

  test('reports its firmware', async () => {
    const { id, machine: own } = await enrolled();
    expect((await own.post('/devices/self', { firmware: '2.0.0' })).body.data.device.firmware).toBe('2.0.0');
    expect((await admin.get(`/devices/${id}`)).body.data.firmware).toBe('2.0.0');
  });
});

describe('the office', () => {
  test('gives active devices different names', async () => {
    await add('fleet.machine', { name: 'Lobby' });
    const second = await admin.post('/devices', { kind: 'fleet.machine', name: 'lobby' });
    expect([second.status, second.body.error.fields.name]).toEqual([409, expect.any(String)]);
    const { device } = await add('fleet.machine', { name: 'Yard' });
    expect((await admin.patch(`/devices/${device.id}`, { name: 'LOBBY' })).status).toBe(409);
    expect((await admin.patch(`/devices/${device.id}`, { name: 'Gate' })).body.data.name).toBe('Gate');
    const lobby = (await admin.get('/devices?search=lobb')).body.data[0].id;
    await admin.post(`/devices/${lobby}/revoke`);
    expect((await admin.post('/devices', { kind: 'fleet.machine', name: 'Lobby' })).status).toBe(201);
  });

  test('lets only people add devices, of known kinds, with an end in the future', async () => {
    const key = await createApiKey(organization.ctx, { name: 'Script', role: 'admin' });
    if (!key.ok) throw new Error(key.code);
    const script = visitor(app, { authorization: `Bearer ${key.data.key}` });
    const asked = { kind: 'fleet.machine', name: 'By a script' };
    expect((await script.post('/devices', asked)).body.error.code).toBe('auth.person_required');
    const code = async (over: object) => (await admin.post('/devices', { ...asked, ...over })).body.error.code;
    expect(await code({ kind: 'fleet.boat' })).toBe('devices.kind_unknown');
    expect(await code({ valid_until: '2020-01-01T00:00:00Z' })).toBe('devices.ends_already');
    expect(await code({ name: '   ' })).toBe('devices.name_blank');
    const viewer = await organization.as('viewer');
    expect((await viewer.post('/devices', asked)).status).toBe(403);
    expect((await viewer.get('/devices')).status).toBe(200);
  });
});
