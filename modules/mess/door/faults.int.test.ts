/** Bad input and faults at the door: of the calendar, the network, and people. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reissueCredential } from '../../../kernel/credentials/index.ts';
import { openTestApp, type TestApp } from '../../../test/harness/index.ts';
import { STUDENT } from '../names.ts';
import { type Hostel, hostel, LUNCH, phone, pupil, scan, scannerAt, scans, services } from '../test/door.ts';
import { newCycle, putMeals } from '../test/factories.ts';
import type { QueuedScan } from './contract.ts';

// A server of its own, because it listens on a port.
let app: TestApp;
let port = 0;
beforeAll(async () => {
  app = await openTestApp({});
  await app.http.listen({ port: 0, host: '127.0.0.1' });
  port = (app.http.server.address() as { port: number }).port;
});
afterAll(() => app?.close());

describe('the calendar', () => {
  it('has a leap day: it can be cut until 23:00 of the 28th, has meals, and gives back a 29th of the month', async () => {
    app.clock.set('2028-02-27T07:00:00Z');
    const at = await hostel(app);
    const february = await newCycle(at.admin, {
      name: 'February',
      starts_on: '2028-02-01',
      ends_on: '2028-02-29',
      price: '2900',
    });
    const [away, late, eats] = [await pupil(at), await pupil(at), await pupil(at)];
    const gate = await scannerAt(at);
    const cut = ({ id }: { id: string }) =>
      at.admin.post('/mess/cuts', { student_id: id, from: '2028-02-29', to: '2028-02-29' });
    app.clock.set('2028-02-28T17:29:59Z');
    expect((await cut(away)).status).toBe(201);
    app.clock.set('2028-02-28T17:30:00Z');
    expect((await cut(late)).body.error.code).toBe('mess.cut.too_late');
    app.clock.set('2028-02-29T07:00:00Z');
    expect(await scan(gate, away.qr)).toMatchObject({ reason: 'on_cut', service_on: '2028-02-29' });
    expect(await scan(gate, eats.qr)).toMatchObject({ allowed: true, service_on: '2028-02-29' });
    app.clock.set('2028-03-01T07:00:00Z');
    expect(await scan(gate, eats.qr)).toMatchObject({ reason: 'not_paid', service_on: '2028-03-01' });
    const credited = await at.admin.post(`/mess/cycles/${february.id}/credit-rebates`);
    expect(credited.body.data).toEqual({ students: 1, total: '100.00', total_minor: 10_000 });
  });

  it('has a month’s end: dinner past midnight belongs to the paid month, and lunch to the next', async () => {
    app.clock.set(LUNCH);
    const at = await hostel(app);
    await newCycle(at.admin, { name: 'December', starts_on: '2026-12-01', ends_on: '2026-12-31' });
    const asha = await pupil(at);
    const gate = await scannerAt(at);
    app.clock.set('2026-11-30T18:45:00Z');
    expect(await scan(gate, asha.qr)).toMatchObject({ allowed: true, service_on: '2026-11-30' });
    app.clock.set('2026-12-01T07:00:00Z');
    expect(await scan(gate, asha.qr)).toMatchObject({ reason: 'not_paid', service_on: '2026-12-01' });
    expect((await at.admin.post(`/mess/students/${asha.id}/cash`, {})).status).toBe(200);
    expect(await scan(gate, asha.qr)).toMatchObject({ allowed: true, service_on: '2026-12-01' });
  });

  it('has summer time: an hour that comes twice is one meal, and one that is left out ends it', async () => {
    app.clock.set('2026-10-20T10:00:00Z');
    const at = await hostel(app, { timeZone: 'Europe/Berlin', currency: 'EUR', country: 'DE' });
    await newCycle(at.admin, { name: 'Winter', starts_on: '2026-10-01', ends_on: '2026-10-31', price: '90' });
    await newCycle(at.admin, { name: 'Spring', starts_on: '2027-03-01', ends_on: '2027-03-31', price: '90' });
    const night = [{ code: 'snacks', name: 'Night snack', starts: '01:30', ends: '02:45', active: true }];
    expect((await putMeals(app, at.admin, night)).statusCode).toBe(200);
    const [asha, ravi] = [await pupil(at), await pupil(at)];
    const gate = await scannerAt(at);
    // Half past two in summer time, and an hour later half past two again.
    app.clock.set('2026-10-25T00:30:00Z');
    expect(await scan(gate, asha.qr)).toMatchObject({ allowed: true, service_on: '2026-10-25' });
    app.clock.set('2026-10-25T01:30:00Z');
    expect(await scan(gate, asha.qr)).toMatchObject({ reason: 'already_served' });
    expect(await scan(gate, ravi.qr)).toMatchObject({ allowed: true, service_on: '2026-10-25' });
    app.clock.set('2026-10-25T01:45:00Z');
    expect(await scan(gate, asha.qr)).toMatchObject({ reason: 'no_meal_now' });
    app.clock.set('2027-03-27T10:00:00Z');
    for (const { id } of [asha, ravi]) await at.admin.post(`/mess/students/${id}/cash`, {});
    const spring = await scannerAt(at);
    // 01:59 is followed by 03:00.
    app.clock.set('2027-03-28T00:59:50Z');
    expect(await scan(spring, asha.qr)).toMatchObject({ allowed: true, service_on: '2027-03-28' });
    app.clock.set('2027-03-28T01:00:00Z');
    expect(await scan(spring, ravi.qr)).toMatchObject({ reason: 'no_meal_now' });
  });
});

describe('a code that is no good, let in without a network', () => {
  it('is marked for the desk: only an older code serves its student', async () => {
    app.clock.set(LUNCH);
    const at = await hostel(app);
    const elsewhere = await pupil(await hostel(app));
    const [asha, ravi] = [await pupil(at), await pupil(at)];
    const gate2 = await phone(at);
    const spot = asha.qr.length - 10;
    const forged = `${asha.qr.slice(0, spot)}${asha.qr[spot] === 'A' ? 'B' : 'A'}${asha.qr.slice(spot + 1)}`;
    await reissueCredential(at.ctx, { subjectType: STUDENT, subjectId: ravi.id });
    const shown = [forged, asha.qr.slice(0, -7), elsewhere.qr, 'hello', ravi.qr];
    const answer = await gate2.sync(shown.map((qr) => gate2.queue({ qr })));
    expect(answer.results.map(({ settle }) => settle)).toEqual(shown.map(() => 'bad_code'));
    expect(await services(at.organization)).toMatchObject([{ student_id: ravi.id }]);
    expect(await scans(at.organization)).toHaveLength(5);
  });

  it('photographed and shown twice is recognized by its text, at any door', async () => {
    app.clock.set(LUNCH);
    const at = await hostel(app);
    const asha = await pupil(at);
    const [one, two] = [await scannerAt(at), await scannerAt(at, 'steward')];
    const both = await Promise.all([scan(one, asha.qr), scan(two, ` ${asha.qr}\n`)]);
    expect(both.map(({ reason }) => reason).sort()).toEqual(['already_served', null]);
    const hashes = (await scans(at.organization)).map(({ code_hash }) => code_hash?.toString('hex'));
    expect(hashes[0]).toBe(hashes[1]);
    expect(await services(at.organization)).toHaveLength(1);
  });
});

describe('an upload of 3,000 queued scans', () => {
  const COUNT = 3000;
  const PART = 500;

  it('cut off twice, in the middle of the request and before the answer, drops none and repeats none', async () => {
    app.clock.set(LUNCH);
    const at: Hostel = await hostel(app);
    const gate2 = await phone(at);
    const pupils = [await pupil(at), await pupil(at), await pupil(at)];
    const eating = new Map([0, 700, 1400].map((place, i) => [place, pupils[i]?.qr]));
    const queue = Array.from({ length: COUNT }, (_, i) => {
      const qr = eating.get(i);
      return gate2.queue(qr ? { qr } : { qr: `no code ${i}`, allowed: false, reason: 'bad_code' });
    });
    const part = (i: number) => queue.slice(i * PART, (i + 1) * PART);
    const count = async () => (await scans(at.organization)).length;
    await gate2.sync(part(0));
    // Half of the request arrives, which counts as nothing.
    const half = requestOf(await gate2.bearer(), gate2.id, part(1));
    await cutOff(half.subarray(0, half.length / 2), 100);
    expect(await count()).toBe(PART);
    // All of it arrives, but the answer never does: the scans may be stored.
    await cutOff(requestOf(await gate2.bearer(), gate2.id, part(1)), 30);
    let known = 0;
    for (let i = 0; i * PART < COUNT; i++) {
      const answer = await gate2.sync(part(i));
      known += answer.results.filter(({ state }) => state === 'known').length;
      expect(answer.results.map(({ nonce }) => nonce)).toEqual(part(i).map(({ nonce }) => nonce));
    }
    expect(known).toBeGreaterThanOrEqual(PART);
    const all = await scans(at.organization);
    expect(all).toHaveLength(COUNT);
    expect(new Set(all.map(({ seq }) => seq)).size).toBe(COUNT);
    expect((await services(at.organization)).map(({ student_id }) => student_id).sort()).toEqual(
      pupils.map(({ id }) => id).sort(),
    );
    const [device] = (await at.admin.get('/mess/scanners')).body.data;
    expect(device).toMatchObject({ last_seq: COUNT });
  });
});

/** An upload as bytes, for a connection that breaks. */
function requestOf(token: string, device: string, part: QueuedScan[]): Buffer {
  const body = Buffer.from(JSON.stringify({ device, sent_at: app.clock.now().toISOString(), scans: part }));
  const head = [
    'POST /api/v1/scanner/sync HTTP/1.1',
    'host: localhost',
    `authorization: Bearer ${token}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}

/** Sends these bytes and cuts the connection after this many milliseconds, without reading an answer. */
async function cutOff(bytes: Buffer, ms: number): Promise<void> {
  const line = connect(port, '127.0.0.1');
  await once(line, 'connect');
  await new Promise((sent) => line.write(bytes, sent));
  await wait(ms);
  line.resetAndDestroy();
  // The server finishes what it was doing.
  await wait(500);
}
