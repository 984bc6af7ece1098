import { connect } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../../kernel/config/index.ts';
import { newOrganization, openTestApp, type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { newMachine, operator } from './factories.ts';

describe('without tokens, in a closed network', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp({ ENABLE_DEVICE_TOKEN: 'false', MQTT_PORT: '0' });
  });
  afterAll(() => app.close());

  const report = (serial: string, headers: object = {}, remoteAddress = '192.168.7.20', path = serial) =>
    app.http.inject({
      method: 'POST',
      url: `/api/v1/devices/${path}/status`,
      headers: { 'x-device-serial': serial, ...headers },
      payload: { temperature: 90 },
      remoteAddress,
    });

  test('a machine names itself by its serial number, from a private address and from nowhere else', async () => {
    const fleet = await operator(app);
    const machine = await newMachine(fleet);
    expect((await report(machine.serial)).statusCode).toBe(200);
    expect((await fleet.admin.get(`/coffee/machines/${machine.id}`)).body.data.temperature).toBe(90);
    for (const [headers, from] of [
      [{}, '203.0.113.9'],
      [{ 'x-forwarded-for': '192.168.7.20' }, '127.0.0.1'],
      [{ forwarded: 'for=192.168.7.20' }, '10.0.0.2'],
    ] as const) {
      const refused = await report(machine.serial, headers, from);
      expect([refused.statusCode, refused.json().error.code]).toEqual([403, 'devices.not_here']);
    }
    expect((await report('CM-none')).statusCode).toBe(401);
    expect((await report('', {}, '192.168.7.20', machine.serial)).statusCode).toBe(401);
    // A wrong token is not made up for by a serial number, and nobody reports for another machine.
    expect((await report(machine.serial, { authorization: 'Bearer cfd_made-up' })).statusCode).toBe(401);
    const other = await newMachine(fleet);
    expect((await report(machine.serial, {}, '10.1.2.3', other.serial)).statusCode).toBe(403);
    // Nor does a serial number open anything else: not a token of its own, nor what staff see.
    const token = { method: 'POST', url: '/api/v1/devices/token', remoteAddress: '10.1.2.3' } as const;
    expect((await app.http.inject({ ...token, headers: { 'x-device-serial': machine.serial } })).statusCode).toBe(403);
    const list = { url: '/api/v1/coffee/machines', remoteAddress: '10.1.2.3' } as const;
    expect((await app.http.inject({ ...list, headers: { 'x-device-serial': machine.serial } })).statusCode).toBe(403);
  });

  test('over MQTT a machine shows its token all the same', async () => {
    const machine = await newMachine(await operator(app));
    const device = machine.device_id as string;
    const signIn = (username: string, password?: string) =>
      new Promise<string>((done) => {
        const at = `mqtt://127.0.0.1:${app.boot.services.mqtt?.broker?.port}`;
        const client = connect(at, { clientId: device, reconnectPeriod: 0, username, ...(password && { password }) });
        client.once('connect', () => client.end(() => done('connected')));
        client.once('error', (error) => done(error.message));
      });
    expect(await signIn(machine.serial)).toMatch(/bad user/i);
    expect(await signIn(device)).toMatch(/bad user/i);
    expect(await signIn(device, machine.serial)).toMatch(/bad user/i);
    expect(await signIn(device, machine.token)).toBe('connected');
  });

  test('a retired machine is refused, and a serial number of two organizations names neither', async () => {
    const [one, two] = [await operator(app), await operator(app)];
    const machine = await newMachine(one);
    await newMachine(two, { serial: machine.serial });
    expect((await report(machine.serial)).statusCode).toBe(401);
    const named = { 'x-organization': one.organization.id };
    expect((await report(machine.serial, named)).statusCode).toBe(200);
    const elsewhere = await newOrganization(app);
    expect((await report(machine.serial, { 'x-organization': elsewhere.id })).statusCode).toBe(401);
    await one.admin.patch(`/coffee/machines/${machine.id}`, { state: 'retired' });
    expect((await report(machine.serial, named)).statusCode).toBe(401);
  });
});

test('by default a serial number is no proof', async () => {
  const app = await useTestApp();
  const machine = await newMachine(await operator(app));
  const asked = { method: 'POST', url: `/api/v1/devices/${machine.serial}/status`, payload: {} } as const;
  const reply = await app.http.inject({ ...asked, headers: { 'x-device-serial': machine.serial } });
  expect(reply.statusCode).toBe(401);
});

test.each([
  ['https://coffee.example.org', false],
  ['https://203.0.113.9', false],
  ['http://192.168.7.2:3000', true],
  ['http://fleet.lan', true],
  ['http://[fd00::2]:3000', true],
])('PUBLIC_URL %s goes together with ENABLE_DEVICE_TOKEN=false: %s', (url, allowed) => {
  const read = () => readConfig({ PUBLIC_URL: url, ENABLE_DEVICE_TOKEN: 'false', SECRET_KEY: 'x'.repeat(32) });
  if (allowed) expect(read().ENABLE_DEVICE_TOKEN).toBe(false);
  else expect(read).toThrow(ConfigError);
});
