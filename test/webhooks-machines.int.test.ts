import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inOrg } from '../kernel/ctx/index.ts';
import { transaction } from '../kernel/db/index.ts';
import { refuse } from '../kernel/lib/result.ts';
import { newMachine, operator } from '../modules/coffee/test/factories.ts';
import { watchMeters } from '../modules/electricity/alerts/watch-meters.action.ts';
import {
  claim,
  newMachine as meterMachine,
  newMeter,
  newTariff,
  supplier,
} from '../modules/electricity/test/factories.ts';
import { type Caller, openTestApp, type TestApp } from './harness/index.ts';
import { drainWebhooks } from './harness/webhooks.ts';

/** What machines cause, as it arrives at other programs: alarms and alerts, and no event for each report. */
let app: TestApp;
let receiver: Server;
let url: string;
let heard: { path: string; headers: Record<string, string>; body: string }[] = [];

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    heard.push({ path: request.url ?? '', headers: request.headers as Record<string, string>, body });
    response.writeHead(204).end();
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  app = await openTestApp({ ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8' });
});
afterAll(async () => {
  await app?.close();
  receiver.close();
});

let path: string;
let serial = 0;
beforeEach(() => {
  path = `/to/${serial++}`;
  heard = [];
});
afterEach(() => app.clock.reset());

async function listen(admin: Caller, ...events: string[]): Promise<string> {
  const made = await admin.post('/webhooks', { name: 'Desk', url: url + path, events });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.data.secret;
}
const got = async () => {
  await drainWebhooks(app);
  return heard.filter((one) => one.path === path).map(({ body }) => JSON.parse(body));
};
const waiting = () =>
  app.boot.database.system.selectFrom('webhook_event').select(['event', 'organization_id']).execute();
const audited = (organization_id: string, type: string) =>
  app.boot.database.system
    .selectFrom('audit_entry')
    .select('action')
    .where('organization_id', '=', organization_id)
    .where('subject_type', '=', type)
    .execute();

describe('an alarm of a coffee machine', () => {
  async function fleetOf() {
    const fleet = await operator(app);
    const machine = await newMachine(fleet);
    const report = async (...errors: string[]) => {
      app.clock.advance(1000);
      const answer = await machine.post(`/devices/${machine.id}/status`, { errors });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    };
    return { ...fleet, machine, report };
  }

  it('is an event with its record when it begins and when it is over, and reports between are none', async () => {
    const { organization, admin, machine, report } = await fleetOf();
    const secret = await listen(admin, 'coffee.alarm.*');
    await report();
    for (let n = 0; n < 4; n++) await report('door_open');
    const [opened, ...more] = await got();
    expect(more).toEqual([]);
    const first = heard[0];
    expect(new Webhook(secret).verify(first?.body ?? '', first?.headers ?? {})).toEqual(opened);
    expect(opened).toMatchObject({
      type: 'coffee.alarm.opened',
      timestamp: opened.data.record.first_at,
      data: {
        organization_id: organization.id,
        actor: { kind: 'system', id: null },
        subject: { type: 'coffee.alarm', id: opened.data.record.id },
        record: { kind: 'door', severity: 'warning', machine: { id: machine.id }, cleared_at: null },
      },
    });
    await report();
    await report();
    const [, cleared, ...others] = await got();
    expect(others).toEqual([]);
    expect(cleared).toMatchObject({
      type: 'coffee.alarm.cleared',
      timestamp: cleared.data.record.cleared_at,
      data: { subject: opened.data.subject, record: { cleared_at: expect.any(String) } },
    });
    // The row that waited is gone, and the audit trail of what people did has none of it.
    expect(await waiting()).toEqual([]);
    expect(await audited(organization.id, 'coffee.alarm')).toEqual([]);
  });

  it('keeps its order with what people do to it', async () => {
    const { admin, ops, report } = await fleetOf();
    await listen(admin, 'coffee.alarm.*');
    await report('door_open');
    const [{ id }] = (await ops.get('/coffee/alarms')).body.data;
    expect((await ops.post(`/coffee/alarms/${id}/acknowledge`)).status).toBe(200);
    await report();
    expect((await got()).map(({ type, data }) => [type, data.subject.id])).toEqual([
      ['coffee.alarm.opened', id],
      ['coffee.alarm.acknowledged', id],
      ['coffee.alarm.cleared', id],
    ]);
  });

  it('that comes and goes is told of ten times and then stays open, whatever the machine says', async () => {
    const { admin, report } = await fleetOf();
    await listen(admin, 'coffee.alarm.*');
    for (let n = 0; n < 13; n++) {
      await report('door_open');
      await report();
    }
    const types = (await got()).map(({ type }) => type.split('.').at(-1));
    expect(types).toEqual([...Array.from({ length: 9 }, () => ['opened', 'cleared']).flat(), 'opened']);
  });

  it('leaves nothing where nobody listens, nor when its transaction is rolled back', async () => {
    const quiet = await fleetOf();
    await quiet.report('door_open');
    expect((await waiting()).filter((one) => one.organization_id === quiet.organization.id)).toEqual([]);
    const { admin, ctx, report } = await fleetOf();
    await listen(admin, 'coffee.alarm.cleared');
    await report('door_open');
    await transaction(ctx, async (tx) => {
      const over = { cleared_at: tx.clock.now(), notify_at: null };
      await tx.db.updateTable('coffee_alarm').set(over).where(inOrg(tx)).execute();
      return refuse('no');
    });
    expect(await got()).toEqual([]);
  });
});

it('an alert of a meter is an event when it begins and when it is over; payments and readings are none', async () => {
  const desk = await supplier(app);
  await newTariff(desk.admin);
  const meter = await newMeter(desk.ops);
  await claim(desk.ops, await desk.join(), meter);
  const machine = await meterMachine(desk, meter);
  await listen(desk.admin, 'electricity.alert.*');
  const look = async () => {
    while (await watchMeters(desk.ctx));
  };
  await machine.report([1_000, '-3h'], [1_000, '-2h']);
  await Promise.all([look(), look()]);
  const [low, ...more] = await got();
  expect(more).toEqual([]);
  expect(low).toMatchObject({
    type: 'electricity.alert.opened',
    data: {
      subject: { type: 'electricity.alert', id: low.data.record.id },
      record: { kind: 'low_balance', meter: { id: meter.id, number: meter.number }, cleared_at: null },
    },
  });
  await desk.ops.post(`/electricity/meters/${meter.id}/purchases`, { amount: '890', cash: true });
  await look();
  // The meter is out of reach.
  app.clock.advance(50 * 3_600_000);
  await look();
  // Of different alerts the one may arrive before the other.
  const [over, silent, ...others] = (await got()).slice(1).sort((a, b) => a.timestamp.localeCompare(b.timestamp));
  expect(others).toEqual([]);
  expect(over).toMatchObject({ type: 'electricity.alert.cleared', data: { subject: low.data.subject } });
  expect(silent).toMatchObject({ type: 'electricity.alert.opened', data: { record: { kind: 'silent' } } });
  expect(await audited(desk.organization.id, 'electricity.alert')).toEqual([]);
});

it('the names of these events are in the list of all', async () => {
  const { admin } = await operator(app);
  const names = (await admin.get('/webhook-events')).body.data.map(({ name }: { name: string }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'coffee.alarm.opened',
      'coffee.alarm.cleared',
      'electricity.alert.opened',
      'electricity.alert.cleared',
    ]),
  );
});
