import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyToken } from '../../../kernel/credentials/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type TestApp, useTestApp } from '../../../test/harness/index.ts';
import {
  endScanner,
  type Holder,
  type Hostel,
  hostel,
  LUNCH,
  type Pupil,
  phone,
  pupil,
  scan,
  scannerAt,
  scans,
  services,
} from '../test/door.ts';
import { findInRoster, type QueuedScan, type Roster, rosterSubject, type SyncAnswer } from './contract.ts';
import { makeRoster } from './roster.query.ts';
import { syncScans } from './sync-scans.action.ts';

let app: TestApp;
let at: Hostel;
let gate: Holder;
let gate2: Awaited<ReturnType<typeof phone>>;
beforeAll(async () => {
  app = await useTestApp();
});
beforeEach(async () => {
  app.clock.set(LUNCH);
  at = await hostel(app);
  gate = await scannerAt(at, 'steward');
  gate2 = await phone(at, 'steward', 'Gate 2');
});
afterAll(() => app.clock.reset());

const HOUR = 3_600_000;
const settlements = async (filter: object = {}) =>
  (await at.admin.get(`/mess/settlements?filter=${JSON.stringify(filter)}`)).body.data;

describe('a queue of scans made without a network', () => {
  it('is processed in order, serves, and has no effect the second time', async () => {
    const [asha, ravi] = [await pupil(at), await pupil(at)];
    const queue = [
      gate2.queue({ qr: asha.qr }),
      gate2.queue({ qr: ravi.qr }),
      gate2.queue({ qr: asha.qr, allowed: false, reason: 'already_served' }),
    ];
    const first = await gate2.sync(queue);
    expect(first).toMatchObject({ last_seq: 3, skew_seconds: 0, ended: false });
    expect(first.results.map(({ state, settle }) => [state, settle])).toEqual(Array(3).fill(['kept', null]));
    const again = await gate2.sync(queue);
    expect(again.results.map(({ state }) => state)).toEqual(['known', 'known', 'known']);
    expect(await services(at.organization)).toHaveLength(2);
    expect(await scans(at.organization)).toMatchObject([
      { seq: 1, offline: true, allowed: true, device_name: 'Gate 2', skew_seconds: null },
      { seq: 2 },
      { seq: 3, allowed: false, reason: 'already_served' },
    ]);
  });

  it('of 3,000 that is interrupted twice loses nothing and repeats nothing', async () => {
    const pupils: Pupil[] = [];
    for (let i = 0; i < 3; i++) pupils.push(await pupil(at));
    const queue = Array.from({ length: 3000 }, (_, i) =>
      gate2.queue(i < 3 ? { qr: pupils[i]?.qr } : { qr: `no code ${i}`, allowed: false, reason: 'bad_code' }),
    );
    const parts = Array.from({ length: 6 }, (_, i) => queue.slice(i * 500, i * 500 + 500));
    await gate2.sync(parts[0] as QueuedScan[]);
    const scanner = { id: gate2.id, name: 'Gate 2', role: 'steward' } as const;
    // A clock that throws after some batches, as if the process died in the middle of a batch.
    let asked = 0;
    const breaking = {
      ...at.ctx,
      clock: {
        now: () => {
          if (++asked > 6) throw new Error('cut off');
          return app.clock.now();
        },
      },
    };
    const sent_at = app.clock.now().toISOString();
    for (const part of [parts[1], parts[2]]) {
      asked = 0;
      const input = { device: gate2.id, sent_at, scans: part as QueuedScan[] };
      await expect(syncScans(breaking, scanner, input)).rejects.toThrow('cut off');
    }
    const kept = (await scans(at.organization)).length;
    expect(kept).toBeGreaterThan(500);
    expect(kept).toBeLessThan(1500);
    const answers: SyncAnswer[] = [];
    for (const part of parts) answers.push(await gate2.sync(part));
    expect(answers.flatMap(({ results }) => results).filter(({ state }) => state === 'known')).toHaveLength(kept);
    expect(answers.at(-1)?.last_seq).toBe(3000);
    const all = await scans(at.organization);
    expect(all).toHaveLength(3000);
    expect(new Set(all.map(({ seq }) => seq)).size).toBe(3000);
    expect(await services(at.organization)).toHaveLength(3);
  });

  it('sent by two connections at once is stored once', async () => {
    const asha = await pupil(at);
    const queue = [gate2.queue({ qr: asha.qr })];
    const both = await Promise.all([gate2.sync(queue), gate2.sync(queue)]);
    expect(both.flatMap(({ results }) => results.map(({ settle }) => settle))).toEqual([null, null]);
    expect(await scans(at.organization)).toHaveLength(1);
  });

  it('from a clock that is an hour fast is corrected, and the error is stored', async () => {
    const asha = await pupil(at);
    const fast = (ms: number) => new Date(app.clock.now().getTime() + ms).toISOString();
    // The device shows 15:30 in Kolkata, an hour after lunch; the true time is 14:20.
    app.clock.set('2026-11-23T08:50:00Z');
    const queue = [gate2.queue({ qr: asha.qr, device_at: fast(HOUR) })];
    app.clock.set('2026-11-23T10:00:00Z');
    const answer = await gate2.sync(queue, fast(HOUR));
    expect(answer).toMatchObject({ skew_seconds: -3600, results: [{ settle: null }] });
    const [kept] = await scans(at.organization);
    expect(kept?.skew_seconds).toBeCloseTo(-3600, -1);
    expect(kept?.at.toISOString().slice(0, 16)).toBe('2026-11-23T08:50');
    expect(await services(at.organization)).toMatchObject([{ service_on: '2026-11-23' }]);
  });

  it('from a phone that was ended meanwhile serves for scans before the end, and nobody after', async () => {
    const [asha, ravi] = [await pupil(at), await pupil(at)];
    const before = gate2.queue({ qr: asha.qr });
    app.clock.advance(60_000);
    await endScanner(at, gate2.id);
    app.clock.advance(60_000);
    const answer = await gate2.sync([before, gate2.queue({ qr: ravi.qr })]);
    expect(answer).toMatchObject({ ended: true, results: [{ settle: null }, { settle: 'after_revocation' }] });
    expect(await services(at.organization)).toMatchObject([{ student_id: asha.id }]);
    expect((await gate2.scanner.get('/scanner/roster')).status).toBe(401);
  });

  it('keeps the refusal of a device whose roster was too old', async () => {
    const asha = await pupil(at);
    await gate2.sync([gate2.queue({ qr: asha.qr, allowed: false, reason: 'stale_roster' })]);
    expect(await scans(at.organization)).toMatchObject([{ allowed: false, reason: 'stale_roster', settle: null }]);
    expect(await services(at.organization)).toHaveLength(0);
  });

  it('keeps what a device did not sign, for the desk to look at', async () => {
    const asha = await pupil(at);
    const changed = { ...gate2.queue({ qr: 'nobody' }), qr: asha.qr };
    expect(await gate2.sync([changed])).toMatchObject({ results: [{ state: 'kept', settle: 'bad_signature' }] });
    expect(await services(at.organization)).toHaveLength(0);
  });
});

describe('the settlement', () => {
  it('names the same student at two offline doors, and charges it when the desk says so', async () => {
    const asha = await pupil(at);
    const gate3 = await phone(at, 'supervisor', 'Gate 3');
    await gate2.sync([gate2.queue({ qr: asha.qr })]);
    expect(await gate3.sync([gate3.queue({ qr: asha.qr })])).toMatchObject({ results: [{ settle: 'already_served' }] });
    expect(await services(at.organization)).toHaveLength(1);
    const [line, ...others] = await settlements({ state: 'open' });
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      reason: 'already_served',
      device_name: 'Gate 3',
      student: { id: asha.id },
      meal: { code: 'lunch' },
      other: { device_name: 'Gate 2' },
      decision: null,
    });
    const charged = await at.admin.post(`/mess/settlements/${line.scan_id}`, { decision: 'charged', amount: '80' });
    expect(charged.body.data).toMatchObject({ decision: 'charged', charge: '80.00', currency: 'INR' });
    const twice = await at.admin.post(`/mess/settlements/${line.scan_id}`, { decision: 'waived' });
    expect(twice).toMatchObject({ status: 409, body: { error: { code: 'mess.scan.already_decided' } } });
    const entries = await at.db
      .selectFrom('ledger_entry')
      .select('kind')
      .where('subject_id', '=', line.scan_id)
      .execute();
    expect(entries).toEqual([{ kind: 'mess.scan.charged' }]);
    expect(await settlements({ state: 'open' })).toEqual([]);
  });

  it('lists what the rule would have refused, though the student ate', async () => {
    const unpaid = await pupil(at, { pay: false });
    await gate2.sync([gate2.queue({ qr: unpaid.qr })]);
    expect(await settlements()).toMatchObject([{ reason: 'not_paid', other: null }]);
    expect(await services(at.organization)).toHaveLength(1);
  });
});

describe('the roster', () => {
  const take = async (headers = {}) => gate2.scanner.get('/scanner/roster', headers);
  const find = (roster: Roster, id: string, version = 1) => {
    const salt = Buffer.from(roster.salt, 'base64url');
    const hash = createHmac('sha256', salt).update(rosterSubject(id, version)).digest();
    return findInRoster(Buffer.from(roster.entries, 'base64url'), hash);
  };

  it('has the rule’s facts for each code, and keys to check codes with', async () => {
    const [asha, unpaid] = [await pupil(at), await pupil(at, { pay: false })];
    const cut = { student_id: asha.id, from: '2026-11-25', to: '2026-11-25' };
    expect((await at.admin.post('/mess/cuts', cut)).status).toBe(201);
    await scan(gate, asha.qr);
    const roster: Roster = (await take()).body.data;
    expect(roster).toMatchObject({ count: 2, time_zone: 'Asia/Kolkata' });
    expect(roster.days.slice(0, 2)).toEqual(['2026-11-22', '2026-11-23']);
    const entry = find(roster, asha.id);
    expect(entry).toMatchObject({ state: 'approved' });
    expect(entry?.days.map(({ cut }) => cut)).toEqual([false, false, false, true, false, false, false, false]);
    expect(entry?.days[1]).toEqual({ paid: true, cut: false, served: [0] });
    expect(find(roster, unpaid.id)?.days.some(({ paid }) => paid)).toBe(false);
    expect(find(roster, asha.id, 2)).toBeNull();
    const keys = roster.keys.map(({ organization_id, ...key }) => ({ ...key, organizationId: organization_id }));
    expect(await verifyToken(asha.qr, keys as never)).toMatchObject({ ok: true, data: { kind: roster.subject_kind } });
  });

  it('tells a thief nothing', async () => {
    const asha = await pupil(at);
    const text = JSON.stringify((await take()).body);
    for (const secret of [asha.id, asha.person_id, asha.roll_number, 'Student', asha.qr])
      expect(text).not.toContain(secret);
  });

  it('is not sent again while it is the same', async () => {
    const asha = await pupil(at);
    const first = await take();
    const etag = String(first.headers.etag);
    const same = await take({ 'if-none-match': etag });
    expect([same.status, same.raw.length]).toEqual([304, 0]);
    await scan(gate, asha.qr);
    expect((await take({ 'if-none-match': etag })).status).toBe(200);
    const other = await phone(at);
    expect((await other.scanner.get('/scanner/roster')).body.data.salt).not.toBe((await take()).body.data.salt);
    const listed = (await at.admin.get('/mess/scanners')).body.data;
    expect(listed.find(({ id }: { id: string }) => id === gate2.id).roster_at).not.toBeNull();
  });

  it('of 5,000 students is below 500 kB', async () => {
    const now = app.clock.now();
    await app.boot.database.system.transaction().execute(async (tx) => {
      const rows = Array.from({ length: 5000 }, (_, i) => ({ id: newId(), person: newId(), roll: `B${i}` }));
      const organization_id = at.organization.id;
      for (let from = 0; from < rows.length; from += 1000) {
        const some = rows.slice(from, from + 1000);
        const times = { created_at: now, updated_at: now };
        await tx
          .insertInto('person')
          .values(some.map(({ person }) => ({ organization_id, id: person, name: 'x', language: 'en', ...times })))
          .execute();
        await tx
          .insertInto('mess_student')
          .values(
            some.map(({ id, person, roll }) => ({
              organization_id,
              id,
              person_id: person,
              roll_number: roll,
              state: 'approved',
              notify_meals: false,
              ...times,
            })),
          )
          .execute();
        await tx
          .insertInto('credential')
          .values(
            some.map(({ id }) => ({
              organization_id,
              id: newId(),
              subject_type: 'mess.student',
              subject_id: id,
              created_at: now,
            })),
          )
          .execute();
      }
    });
    const known = { id: gate2.id, stale_policy: 'warn', stale_minutes: 60, by_hand: false } as const;
    const { roster } = await makeRoster(at.ctx, known);
    expect(roster.count).toBe(5000);
    expect(JSON.stringify(roster).length).toBeLessThan(500_000);
  });
});
