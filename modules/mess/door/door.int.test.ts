import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { reissueCredential, revokeCredential } from '../../../kernel/credentials/index.ts';
import { watchStatements } from '../../../kernel/db/pipeline.ts';
import { putFile } from '../../../kernel/files/index.ts';
import { type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { STUDENT } from '../names.ts';
import { studentPhoto } from '../students/student-photo.ts';
import {
  endScanner,
  type Holder,
  type Hostel,
  hostel,
  LUNCH,
  newNonce,
  type Pupil,
  phone,
  pupil,
  scan,
  scannerAt,
  scans,
  services,
} from '../test/door.ts';

let app: TestApp;
let at: Hostel;
let gate: Awaited<ReturnType<typeof scannerAt>>;
beforeAll(async () => {
  app = await useTestApp();
});
beforeEach(async () => {
  app.clock.set(LUNCH);
  at = await hostel(app);
  gate = await scannerAt(at);
});
afterAll(() => app.clock.reset());

describe('a scan', () => {
  it('admits an approved student who has paid, once a meal, and stores both scans', async () => {
    const asha = await pupil(at);
    const first = await scan(gate, asha.qr);
    expect(first).toMatchObject({
      allowed: true,
      reason: null,
      student: { id: asha.id, roll_number: asha.roll_number },
      meal: { code: 'lunch', name: 'Lunch' },
      service_on: '2026-11-23',
      served_today: 1,
    });
    expect(await scan(gate, asha.qr)).toMatchObject({ allowed: false, reason: 'already_served', served_today: 1 });
    expect(await services(at.organization)).toMatchObject([{ student_id: asha.id, scan_id: first.scan_id }]);
    expect(await scans(at.organization)).toMatchObject([{ allowed: true }, { allowed: false, student_id: asha.id }]);
    const listed = await at.admin.get(`/mess/scans?filter=${JSON.stringify({ allowed: false })}`);
    expect(listed.body.data).toMatchObject([
      { reason: 'already_served', student: { id: asha.id }, device_name: gate.name },
    ]);
    const of = async (meal: string) => (await at.admin.get(`/mess/scans?filter=${JSON.stringify({ meal })}`)).body.data;
    expect([await of('lunch'), await of('dinner')]).toMatchObject([[{}, {}], []]);
  });

  it('is refused for what is the matter with the code or the student, and its scanner is looked up each time', async () => {
    const asha = await pupil(at);
    const suspended = await pupil(at, { pay: false });
    await at.admin.post(`/mess/students/${suspended.id}/suspend`, { reason: 'Books not returned' });
    let lookUps = 0;
    onTestFinished(watchStatements((text) => void (text.includes('join device_token') && lookUps++)));
    const codes = [asha.qr, asha.qr, `${asha.qr}x`, suspended.qr];
    const reasons: unknown[] = [];
    for (const qr of codes) reasons.push((await scan(gate, qr)).reason);
    expect(reasons).toEqual([null, 'already_served', 'bad_code', 'not_approved']);
    expect(lookUps).toBe(codes.length);
  });

  it('sent again under its nonce is the same scan, with the same answer', async () => {
    const asha = await pupil(at);
    const nonce = newNonce();
    const first = await scan(gate, asha.qr, { nonce });
    expect(await scan(gate, asha.qr, { nonce })).toEqual(first);
    expect(await scans(at.organization)).toHaveLength(1);
    const other = await pupil(at);
    const used = await gate.scanner.post('/mess/scanner/scan', { qr: other.qr, nonce });
    expect(used).toMatchObject({ status: 409, body: { error: { code: 'mess.scan.nonce_used' } } });
  });

  it('sent many times at once under its nonce is one scan', async () => {
    const asha = await pupil(at);
    const nonce = newNonce();
    const all = await Promise.all(Array.from({ length: 8 }, () => scan(gate, asha.qr, { nonce })));
    expect(new Set(all.map((one) => `${one.scan_id} ${one.allowed}`)).size).toBe(1);
    expect(all[0]?.allowed).toBe(true);
    expect(await scans(at.organization)).toHaveLength(1);
  });

  it('of one student at two doors at the same moment serves once, also when a program sends keys', async () => {
    const other = await scannerAt(at, 'steward');
    const keyed = async ({ scanner }: Holder, qr: string) =>
      (await scanner.post('/scanner/scan', { qr, nonce: newNonce() }, { 'idempotency-key': newNonce() })).body.data;
    for (const one of await Promise.all([pupil(at), pupil(at), pupil(at)])) {
      const racing = Array.from({ length: 10 }, (_, i) => (i % 4 < 2 ? scan : keyed)(i % 2 ? gate : other, one.qr));
      const allowed = (await Promise.all(racing)).filter((answer) => answer.allowed);
      expect(allowed).toHaveLength(1);
    }
    expect(await services(at.organization)).toHaveLength(3);
    expect(await scans(at.organization)).toHaveLength(30);
  });

  it('is refused by the rule, the first reason first', async () => {
    const [pending, unpaid, away] = [
      await pupil(at, { approve: false, pay: false }),
      await pupil(at, { pay: false }),
      await pupil(at),
    ];
    const cut = { student_id: away.id, from: '2026-11-25', to: '2026-11-27' };
    expect((await at.admin.post('/mess/cuts', cut)).status).toBe(201);
    if (pending.qr) expect(await scan(gate, pending.qr)).toMatchObject({ reason: 'not_approved' });
    expect(await scan(gate, unpaid.qr)).toMatchObject({
      allowed: false,
      reason: 'not_paid',
      student: { id: unpaid.id },
    });
    app.clock.set('2026-11-25T07:00:00Z');
    expect(await scan(gate, away.qr)).toMatchObject({ reason: 'on_cut' });
    const open = await pupil(at);
    app.clock.set('2026-11-25T11:00:00Z');
    expect(await scan(gate, open.qr)).toMatchObject({ reason: 'no_meal_now', meal: null });
    app.clock.set('2026-11-25T07:00:00Z');
    expect(
      (await at.admin.post('/mess/closures', { from: '2026-11-26', meal: 'lunch', reason: 'Diwali' })).status,
    ).toBe(201);
    app.clock.set('2026-11-26T07:00:00Z');
    expect(await scan(gate, open.qr)).toMatchObject({ reason: 'closed' });
    app.clock.set('2026-11-26T15:00:00Z');
    expect(await scan(gate, open.qr)).toMatchObject({ allowed: true, meal: { code: 'dinner' } });
  });

  it('after midnight belongs to the dinner of the day before', async () => {
    const asha = await pupil(at);
    app.clock.set('2026-11-23T18:45:00Z');
    expect(await scan(gate, asha.qr)).toMatchObject({
      allowed: true,
      service_on: '2026-11-23',
      meal: { code: 'dinner' },
    });
    app.clock.set('2026-11-23T19:00:00Z');
    expect(await scan(gate, asha.qr)).toMatchObject({ reason: 'no_meal_now', service_on: '2026-11-24' });
  });

  it('of a bad code is refused and stored: forged, cut off, of another hostel, older, revoked', async () => {
    const asha = await pupil(at);
    const elsewhere = await pupil(await hostel(app));
    const at10 = asha.qr.length - 10;
    const forged = `${asha.qr.slice(0, at10)}${asha.qr[at10] === 'A' ? 'B' : 'A'}${asha.qr.slice(at10 + 1)}`;
    for (const qr of [forged, asha.qr.slice(0, -7), elsewhere.qr, 'hello', '']) {
      expect(await scan(gate, qr)).toMatchObject({ allowed: false, reason: 'bad_code', student: null });
    }
    await reissueCredential(at.ctx, { subjectType: STUDENT, subjectId: asha.id });
    expect(await scan(gate, asha.qr)).toMatchObject({ allowed: false, reason: 'bad_code' });
    const lost = await pupil(at);
    await revokeCredential(at.ctx, { subjectType: STUDENT, subjectId: lost.id, reason: 'lost' });
    expect(await scan(gate, lost.qr)).toMatchObject({ allowed: false, reason: 'revoked' });
    expect(await scans(at.organization)).toHaveLength(7);
    expect(await services(at.organization)).toHaveLength(0);
  });
});

it('a student’s photo is shown for a while to the scanner that read the code, and cached nowhere', async () => {
  const [asha, ravi] = [await pupil(at), await pupil(at)];
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  const stored = await putFile(at.ctx, { name: 'asha.png', purpose: studentPhoto, bytes });
  if (!stored.ok) throw new Error(stored.code);
  for (const { id } of [asha, ravi]) await at.admin.patch(`/mess/students/${id}`, { photo_file_id: stored.data.id });
  const [one, two] = [await scannerAt(at, 'steward'), await scannerAt(at, 'steward')];
  const photoOf = ({ id }: Pupil) => `/mess/scanner/students/${id}/photo`;
  const seen = async (by: Holder, whose: Pupil) => (await by.scanner.get(photoOf(whose))).status;
  expect(await seen(one, asha)).toBe(404);
  const { student } = await scan(one, asha.qr);
  const photo = await one.scanner.get(student?.photo_url as string);
  expect([photo.status, photo.headers['content-type'], photo.headers['cache-control']]).toEqual([
    200,
    expect.stringMatching(/^image\//),
    'private, no-store',
  ]);
  // Refused: another door, a student who wasn't scanned, a made-up number, another hostel.
  expect(await seen(two, asha)).toBe(404);
  expect(await seen(one, ravi)).toBe(404);
  const mine = await phone(at);
  await mine.sync([mine.queue({ student_id: ravi.id, allowed: false })]);
  expect(await seen(mine, ravi)).toBe(404);
  const elsewhere = await hostel(app);
  const stranger = await scannerAt(elsewhere);
  expect(await seen(stranger, asha)).toBe(404);
  app.clock.advance(6 * 60_000);
  expect(await seen(one, asha)).toBe(404);
  // A supervisor finds students by name and sees their photos, but not of students who left.
  expect(await seen(gate, ravi)).toBe(200);
  await at.admin.post(`/mess/students/${ravi.id}/leave`, {});
  expect(await seen(gate, ravi)).toBe(404);
  expect((await at.admin.get(photoOf(asha))).status).toBe(403);
});

describe('a scanner', () => {
  it('is shown once, as a link and a QR', async () => {
    expect(gate.url).toMatch(/^http:\/\/localhost:3000\/scanner\/#code=[2-9A-Z-]{14}$/);
    expect(gate.qr_svg).toContain('<svg');
    const listed = await at.admin.get('/mess/scanners');
    expect(listed.body.data).toMatchObject([{ name: gate.name, state: 'active', role: 'supervisor', by_hand: true }]);
    expect(JSON.stringify(listed.body)).not.toContain(gate.token);
    const ops = await at.signIn('ops');
    expect((await ops.post('/devices', { kind: 'mess.scanner', name: 'Mine' })).status).toBe(403);
  });

  it('is refused at once when it was ended, has expired, or does not exist', async () => {
    const asha = await pupil(at);
    const ended = await endScanner(at, gate.id);
    expect(ended.body.data).toMatchObject({ state: 'revoked' });
    const refused = { status: 401, body: { error: { code: 'devices.refused' } } };
    const body = () => ({ qr: asha.qr, nonce: newNonce() });
    expect(await gate.scanner.post('/scanner/scan', body())).toMatchObject(refused);
    const brief = await scannerAt(at);
    app.clock.advance(31 * 86_400_000);
    expect(await brief.scanner.post('/scanner/scan', body())).toMatchObject(refused);
    expect((await at.admin.post('/scanner/scan', body())).status).toBe(403);
    expect(await scans(at.organization)).toHaveLength(0);
  });

  it('that has scanned before is refused at once, and keeps nobody else waiting', async () => {
    const [ended, renamed, brief] = [
      await scannerAt(at),
      await scannerAt(at, 'steward'),
      await scannerAt(at, 'steward', { valid_until: new Date(app.clock.now().getTime() + 60_000).toISOString() }),
    ];
    const students = await Promise.all(Array.from({ length: 12 }, () => pupil(at)));
    for (const [i, one] of [gate, ended, renamed, brief].entries()) {
      const { qr } = students[i] as Pupil;
      expect(await scan(one, qr)).toMatchObject({ allowed: true });
      expect(await scan(one, qr)).toMatchObject({ allowed: false });
    }
    await endScanner(at, ended.id);
    await at.db.updateTable('device').set({ name: 'North gate' }).where('id', '=', renamed.id).execute();
    const send = (from: Holder, qr: string) => from.scanner.post('/scanner/scan', { qr, nonce: newNonce() });
    const all = await Promise.all(
      students.slice(4).map(({ qr }, i) => send([gate, ended, renamed, brief][i % 4] as Holder, qr)),
    );
    expect(all.map(({ status }) => status)).toEqual([200, 401, 200, 200, 200, 401, 200, 200]);
    expect(all[1]?.body.error.code).toBe('devices.refused');
    const stored = await scans(at.organization);
    expect(stored).toHaveLength(14);
    expect(stored.filter(({ device_name }) => device_name === 'North gate')).toHaveLength(2);
    app.clock.advance(60_001);
    expect(await send(brief, students[0]?.qr as string)).toMatchObject({ status: 401 });
  });

  it('is refused while the organization has switched the mess off', async () => {
    const [asha, ravi] = [await pupil(at), await pupil(at)];
    expect(await scan(gate, ravi.qr)).toMatchObject({ allowed: true });
    const modules = (names: string[]) =>
      app.boot.database.system
        .updateTable('organization')
        .set({ modules: names })
        .where('id', '=', at.organization.id)
        .execute();
    await modules(['raffle']);
    const refused = await gate.scanner.post('/scanner/scan', { qr: asha.qr, nonce: newNonce() });
    expect([refused.status, refused.body.error.code]).toEqual([403, 'http.module_off']);
    await modules(['mess']);
    expect(await scan(gate, asha.qr)).toMatchObject({ allowed: true });
  });

  it('of a steward hides reasons that concern the person, and admits nobody by hand', async () => {
    const unpaid = await pupil(at, { pay: false });
    const steward = await scannerAt(at, 'steward');
    expect(await scan(steward, unpaid.qr)).toMatchObject({ allowed: false, reason: 'refused' });
    const body = { student_id: unpaid.id, nonce: newNonce(), reason: 'pays tomorrow' };
    expect(await steward.scanner.post('/scanner/admit', body)).toMatchObject({ status: 403 });
  });

  it('of a supervisor admits by hand, with a reason in the audit, and nobody twice', async () => {
    const unpaid = await pupil(at, { pay: false });
    const body = { student_id: unpaid.id, nonce: newNonce(), reason: 'pays tomorrow' };
    const admitted = await gate.scanner.post('/scanner/admit', body);
    expect(admitted.body.data).toMatchObject({ allowed: true, by_hand: true, student: { id: unpaid.id } });
    expect((await gate.scanner.post('/scanner/admit', body)).body.data).toEqual(admitted.body.data);
    const again = await gate.scanner.post('/scanner/admit', { ...body, nonce: newNonce() });
    expect(again.body.data).toMatchObject({ allowed: false, reason: 'already_served' });
    const audited = await at.db
      .selectFrom('audit_entry')
      .select(['note', 'actor_kind', 'actor_name'])
      .where('action', '=', 'mess.scan.admitted')
      .execute();
    expect(audited).toEqual([{ note: 'pays tomorrow', actor_kind: 'device', actor_name: gate.name }]);
    const search = () => gate.scanner.get(`/scanner/students?search=${unpaid.roll_number.toLowerCase()}`);
    expect((await search()).body.data).toMatchObject([{ id: unpaid.id }]);
    await at.admin.post(`/mess/students/${unpaid.id}/leave`, {});
    expect((await search()).body.data).toEqual([]);
  });
});

it('a scanner has a policy for an old roster that the office sets', async () => {
  const changed = await at.admin.patch(`/mess/scanners/${gate.id}`, { stale_policy: 'refuse', stale_minutes: 60 });
  expect(changed.body.data).toMatchObject({ stale_policy: 'refuse', stale_minutes: 60 });
  const roster = await gate.scanner.get('/scanner/roster');
  expect(roster.body.data).toMatchObject({ stale_policy: 'refuse', stale_minutes: 60 });
});
