import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestApp, useTestApp } from '../../../test/harness/index.ts';
import {
  endScanner,
  type Hostel,
  hostel,
  LUNCH,
  newNonce,
  type Phone,
  type Pupil,
  phone,
  pupil,
  scannerAt,
  scans,
  services,
} from '../test/door.ts';
import { sealCode } from './contract.ts';

/**
 * What an attacker with a scanner's key and their own program can try: everything goes through HTTP, signed with their
 * own key.
 */

let app: TestApp;
let at: Hostel;
let gate: Phone;
let asha: Pupil;
beforeAll(async () => {
  app = await useTestApp();
});
beforeEach(async () => {
  app.clock.set(LUNCH);
  at = await hostel(app);
  asha = await pupil(at);
  gate = await phone(at, 'steward', 'Gate 1');
});
afterAll(() => app.clock.reset());

const HOUR = 3_600_000;
const ago = (ms: number) => new Date(app.clock.now().getTime() - ms).toISOString();
const settlements = async () => (await at.admin.get('/mess/settlements')).body.data;
const decide = (scan: { scan_id: string }, body: object) => at.admin.post(`/mess/settlements/${scan.scan_id}`, body);

describe('without a code', () => {
  it('a steward’s phone serves nobody; the office sees the entry and may count it', async () => {
    const entry = gate.queue({ student_id: asha.id, by_hand_reason: 'a friend' });
    const bare = gate.queue({ student_id: asha.id });
    expect((await gate.sync([entry, bare])).results.map(({ settle }) => settle)).toEqual(['by_hand', 'by_hand']);
    expect(await services(at.organization)).toEqual([]);
    const lines = await settlements();
    expect(lines).toMatchObject([
      { reason: 'by_hand', served: false, student: { id: asha.id }, by_hand_reason: null },
      { reason: 'by_hand', served: false, meal: { code: 'lunch' }, by_hand_reason: 'a friend' },
    ]);
    const counted = await decide(lines[1], { decision: 'served', note: 'the warden saw it' });
    expect(counted.body.data).toMatchObject({ decision: 'served', served: true });
    expect(await services(at.organization)).toMatchObject([{ student_id: asha.id, service_on: '2026-11-23' }]);
    const twice = await decide(lines[0], { decision: 'served' });
    expect(twice).toMatchObject({ status: 409, body: { error: { code: 'mess.scan.already_served' } } });
    expect((await decide(lines[0], { decision: 'waived' })).body.data).toMatchObject({ served: false });
    const audited = await at.db
      .selectFrom('audit_entry')
      .select(['action', 'note'])
      .where('action', 'in', ['mess.scan.counted', 'mess.scan.waived'])
      .orderBy('id')
      .execute();
    expect(audited).toMatchObject([
      { action: 'mess.scan.counted', note: 'the warden saw it' },
      { action: 'mess.scan.waived' },
    ]);
  });

  it('a supervisor’s phone serves, marked in records and reports, until the office disallows it', async () => {
    const office = await phone(at, 'supervisor', 'Office');
    const entry = office.queue({ student_id: asha.id, by_hand_reason: 'phone is at home' });
    expect((await office.sync([entry])).results).toMatchObject([{ settle: null }]);
    expect(await services(at.organization)).toHaveLength(1);
    const [kept] = (await at.admin.get('/mess/scans')).body.data;
    expect(kept).toMatchObject({ allowed: true, by_hand_reason: 'phone is at home', device_name: 'Office' });
    const report = await at.admin.get('/mess/reports/scans?from=2026-11-23&to=2026-11-23');
    expect(report.body.data).toMatchObject({ served: 1, by_hand: 1 });

    const ravi = await pupil(at);
    const patched = await at.admin.patch(`/mess/scanners/${office.id}`, { by_hand: false });
    expect(patched.body.data).toMatchObject({ by_hand: false });
    const late = office.queue({ student_id: ravi.id, by_hand_reason: 'phone is at home' });
    expect((await office.sync([late])).results).toMatchObject([{ settle: 'by_hand' }]);
    const online = { student_id: ravi.id, nonce: newNonce(), reason: 'phone is at home' };
    const refused = await office.scanner.post('/scanner/admit', online);
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'mess.scanner.by_hand' } } });
    const roster = await office.scanner.get('/scanner/roster');
    expect(roster.body.data.by_hand).toBe(false);
    const never = await at.admin.patch(`/mess/scanners/${gate.id}`, { by_hand: true });
    expect(never).toMatchObject({ status: 409, body: { error: { code: 'mess.scanner.steward' } } });
    expect(await services(at.organization)).toHaveLength(1);
  });

  it('a scanner without a key signs nothing, so all its uploads wait for the office', async () => {
    const program = await scannerAt(at);
    const scans = [{ ...gate.queue({ qr: asha.qr }), seq: 1 }];
    const sent = await program.scanner.post('/scanner/sync', { device: program.id, sent_at: ago(0), scans });
    expect(sent.body.data.results).toMatchObject([{ settle: 'bad_signature' }]);
    const foreign = await program.scanner.post('/scanner/sync', { device: gate.id, sent_at: ago(0), scans });
    expect(foreign).toMatchObject({ status: 404, body: { error: { code: 'mess.scanner.not_found' } } });
    expect(await services(at.organization)).toEqual([]);
  });
});

describe('the time of a queued scan', () => {
  /** Uploads one scan with these times and returns how it is stored. */
  async function taken(device_at: string, sent_at?: string) {
    const { results } = await gate.sync([gate.queue({ qr: asha.qr, device_at })], sent_at);
    const [row] = await scans(at.organization);
    const [line] = await settlements();
    return { settle: results[0]?.settle, row, line, services: (await services(at.organization)).length };
  }

  it.each([
    ['of 1971', '1971-03-04T07:00:00Z'],
    ['of before the phone was set up', '2026-11-23T06:00:00Z'],
  ])('%s serves nobody, and is kept where the office finds it', async (_, device_at) => {
    const { settle, row, line, services } = await taken(device_at);
    expect([settle, services]).toEqual(['before_device', 0]);
    // Stored at its arrival, with the phone's own time beside it.
    expect(Math.abs((row?.at.getTime() ?? 0) - app.clock.now().getTime())).toBeLessThan(30_000);
    expect(line).toMatchObject({ reason: 'before_device', served: false, meal: null });
    expect(Date.parse(line.device_at)).toBe(Date.parse(device_at));
    const counted = await decide(line, { decision: 'served' });
    expect(counted).toMatchObject({ status: 409, body: { error: { code: 'mess.scan.meal_unknown' } } });
  });

  it('in the future, beyond the clock’s tolerance, serves nobody', async () => {
    expect((await taken(ago(-3 * 60_000))).settle).toBe('in_future');
    const ravi = await pupil(at);
    const near = await gate.sync([gate.queue({ qr: ravi.qr, device_at: ago(-60_000) })]);
    expect(near.results[0]?.settle).toBeNull();
    expect(await services(at.organization)).toMatchObject([{ student_id: ravi.id }]);
  });

  it('by a clock in another year is unknown', async () => {
    app.clock.advance(30 * 60_000);
    const year = 365 * 24 * HOUR;
    const { settle, row, services } = await taken(ago(year + 60_000), ago(year));
    expect([settle, services, row?.skew_seconds]).toEqual(['clock_wrong', 0, year / 1000]);
    // Further off than a column of seconds can hold.
    const far = await gate.send([gate.queue({ qr: asha.qr })], '1901-01-01T00:00:00Z');
    expect([far.status, far.body.data?.results[0].settle]).toEqual([200, 'clock_wrong']);
  });

  it('after the scanner was ended serves nobody', async () => {
    app.clock.advance(60_000);
    await endScanner(at, gate.id);
    app.clock.advance(60_000);
    expect(await taken(ago(30_000))).toMatchObject({ settle: 'after_revocation', services: 0 });
  });

  it('longer ago than the policy allows waits for a person, who may count it', async () => {
    const old = gate.queue({ qr: asha.qr });
    const ravi = await pupil(at);
    const inTime = gate.queue({ qr: ravi.qr, device_at: ago(-30 * 60_000) });
    app.clock.advance(48 * HOUR + 60_000);
    expect((await gate.sync([old, inTime])).results.map(({ settle }) => settle)).toEqual(['too_old', null]);
    expect(await services(at.organization)).toMatchObject([{ student_id: ravi.id }]);
    const [line] = await settlements();
    expect(line).toMatchObject({ reason: 'too_old', served: false, service_on: '2026-11-23', meal: { code: 'lunch' } });
    expect((await decide(line, { decision: 'served' })).body.data).toMatchObject({ served: true });
    // The office may want more time, or less.
    expect((await at.admin.patch('/settings/mess', { offline_hours: 72 })).status).toBe(200);
    const lakshmi = await pupil(at);
    const older = gate.queue({ qr: lakshmi.qr, device_at: ago(48 * HOUR) });
    expect((await gate.sync([older])).results[0]?.settle).toBeNull();
  });
});

describe('a door', () => {
  it('is named by the server: a scan can’t name another, and no two share a name', async () => {
    const body = { qr: asha.qr, nonce: newNonce(), device: 'Gate 7' };
    expect((await gate.scanner.post('/scanner/scan', body)).status).toBe(200);
    expect(await scans(at.organization)).toMatchObject([{ device_name: 'Gate 1', device_id: gate.id }]);
    const same = { kind: 'mess.scanner', name: 'gate 1' };
    expect((await at.admin.post('/devices', same)).body.error.code).toBe('devices.name_taken');
    await endScanner(at, gate.id);
    // The door has another phone now.
    expect((await at.admin.post('/devices', same)).status).toBe(201);
  });

  it('ends at once when the office ends it, except for scans made before', async () => {
    const ask = () => gate.scanner.post('/scanner/scan', { qr: asha.qr, nonce: newNonce() });
    expect((await ask()).status).toBe(200);
    await endScanner(at, gate.id);
    const refused = { status: 401, body: { error: { code: 'devices.refused' } } };
    expect(await ask()).toMatchObject(refused);
    expect(await gate.scanner.get('/scanner/roster')).toMatchObject(refused);
    // Its token has expired too, and its key permits nothing more.
    app.clock.advance(HOUR);
    expect(await ask()).toMatchObject(refused);
    expect(await gate.sync([])).toMatchObject({ ended: true });
  });

  it('uploads encrypted codes, each for its own place in the queue', async () => {
    const sealKey = (await gate.scanner.get('/scanner/roster')).body.data.seal_key;
    const base = { nonce: newNonce(), seq: 900, device_at: ago(0) };
    const sealed = await sealCode(asha.qr, sealKey, { device: gate.id, ...base });
    const good = gate.queue({ ...base, sealed });
    // Taken from the disk, and signed with another time by an attacker who has the key.
    const moved = gate.queue({ sealed, seq: 901 });
    const clear = { ...good, nonce: newNonce(), seq: 902, sealed: undefined, qr: asha.qr };
    const { results } = await gate.sync([good, moved, clear as never]);
    expect(results.map(({ settle }) => settle)).toEqual([null, 'bad_code', 'bad_signature']);
    expect(await services(at.organization)).toHaveLength(1);
  });
});

it('other callers get nothing that a scanner may ask for', async () => {
  const nobody = { headers: {}, url: '/api/v1/scanner/scan', method: 'POST' as const };
  for (const request of [
    nobody,
    { ...nobody, payload: {} },
    { ...nobody, payload: { qr: asha.qr, nonce: newNonce() } },
    { ...nobody, headers: { authorization: 'Bearer nonsense' }, payload: { qr: 1 } },
    { ...nobody, headers: { authorization: `Bearer cfd_${'A'.repeat(43)}` }, payload: { qr: 1 } },
    { ...nobody, url: '/api/v1/mess/scanner/sync' },
    { ...nobody, method: 'GET' as const, url: `/api/v1/mess/scanner/students/${randomUUID()}/photo` },
  ]) {
    const answer = await app.http.inject(request);
    expect(answer.statusCode).toBe(401);
    expect(['http.unauthenticated', 'auth.bad_token', 'devices.refused']).toContain(answer.json().error.code);
  }
  const asOwner = await at.admin.post('/scanner/scan', { qr: 1 });
  expect([asOwner.status, asOwner.body.error.code]).toEqual([403, 'http.forbidden']);
});
