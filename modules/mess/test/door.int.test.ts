import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reissueCredential, revokeCredential } from '../../../kernel/credentials/index.ts';
import { putFile } from '../../../kernel/files/index.ts';
import { type TestHouse, useHouse } from '../../../test/harness/index.ts';
import { STUDENT } from '../names.ts';
import { studentPhoto } from '../queries/photo.ts';
import {
  type Holder,
  type Hostel,
  hostel,
  LUNCH,
  newNonce,
  type Pupil,
  phone,
  pupil,
  scan,
  scans,
  services,
  staffToken,
} from './door.ts';

let house: TestHouse;
let at: Hostel;
let gate: Holder;
beforeAll(async () => {
  house = await useHouse();
});
beforeEach(async () => {
  house.clock.set(LUNCH);
  at = await hostel(house);
  gate = await staffToken(at);
});
afterAll(() => house.clock.reset());

describe('a scan', () => {
  it('lets in who is approved and has paid, once a meal, and keeps both scans', async () => {
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
      { reason: 'already_served', student: { id: asha.id }, token_name: 'Gate supervisor' },
    ]);
    const of = async (meal: string) => (await at.admin.get(`/mess/scans?filter=${JSON.stringify({ meal })}`)).body.data;
    expect([await of('lunch'), await of('dinner')]).toMatchObject([[{}, {}], []]);
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

  it('of one student at two doors at the same moment serves once', async () => {
    const other = await staffToken(at, 'steward');
    for (const one of await Promise.all([pupil(at), pupil(at), pupil(at)])) {
      const racing = Array.from({ length: 10 }, (_, i) => scan(i % 2 ? gate : other, one.qr));
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
    house.clock.set('2026-11-25T07:00:00Z');
    expect(await scan(gate, away.qr)).toMatchObject({ reason: 'on_cut' });
    const open = await pupil(at);
    house.clock.set('2026-11-25T11:00:00Z');
    expect(await scan(gate, open.qr)).toMatchObject({ reason: 'no_meal_now', meal: null });
    house.clock.set('2026-11-25T07:00:00Z');
    expect(
      (await at.admin.post('/mess/closures', { from: '2026-11-26', meal: 'lunch', reason: 'Diwali' })).status,
    ).toBe(201);
    house.clock.set('2026-11-26T07:00:00Z');
    expect(await scan(gate, open.qr)).toMatchObject({ reason: 'closed' });
    house.clock.set('2026-11-26T15:00:00Z');
    expect(await scan(gate, open.qr)).toMatchObject({ allowed: true, meal: { code: 'dinner' } });
  });

  it('after midnight belongs to the dinner of the day before', async () => {
    const asha = await pupil(at);
    house.clock.set('2026-11-23T18:45:00Z');
    expect(await scan(gate, asha.qr)).toMatchObject({
      allowed: true,
      service_on: '2026-11-23',
      meal: { code: 'dinner' },
    });
    house.clock.set('2026-11-23T19:00:00Z');
    expect(await scan(gate, asha.qr)).toMatchObject({ reason: 'no_meal_now', service_on: '2026-11-24' });
  });

  it('of a code that is no good is refused and kept: forged, cut off, of another hostel, older, ended', async () => {
    const asha = await pupil(at);
    const elsewhere = await pupil(await hostel(house));
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

it('the face that goes with a code is shown at the door where the code was, for a while, and kept nowhere', async () => {
  const [asha, ravi] = [await pupil(at), await pupil(at)];
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  const stored = await putFile(at.ctx, { name: 'asha.png', purpose: studentPhoto, bytes });
  if (!stored.ok) throw new Error(stored.code);
  for (const { id } of [asha, ravi]) await at.admin.patch(`/mess/students/${id}`, { photo_file_id: stored.data.id });
  const [one, two] = [await staffToken(at, 'steward'), await staffToken(at, 'steward')];
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
  // Not at another door, not of somebody who wasn't there, not by a number that was made up, not of another hostel.
  expect(await seen(two, asha)).toBe(404);
  expect(await seen(one, ravi)).toBe(404);
  const mine = await phone(at, one, 'Gate 5');
  await mine.sync([mine.queue({ student_id: ravi.id, allowed: false })]);
  expect(await seen(one, ravi)).toBe(404);
  const elsewhere = await hostel(house);
  const stranger = await staffToken(elsewhere);
  expect(await seen(stranger, asha)).toBe(404);
  house.clock.advance(6 * 60_000);
  expect(await seen(one, asha)).toBe(404);
  // A supervisor finds students by name, and sees whom they found; nobody who left.
  expect(await seen(gate, ravi)).toBe(200);
  await at.admin.post(`/mess/students/${ravi.id}/leave`, {});
  expect(await seen(gate, ravi)).toBe(404);
  expect((await at.admin.get(photoOf(asha))).status).toBe(401);
});

describe('a staff token', () => {
  it('is handed over once, as a link and a QR, and kept as a hash', async () => {
    expect(gate.url).toBe(`http://localhost:3000/scanner/#token=${gate.secret}`);
    expect(gate.qr_svg).toContain('<svg');
    const listed = await at.admin.get('/mess/staff-tokens');
    expect(listed.body.data).toMatchObject([{ name: 'Gate supervisor', state: 'active', role: 'supervisor' }]);
    expect(JSON.stringify(listed.body)).not.toContain(gate.secret);
    const ops = await at.signIn('ops');
    expect((await ops.get('/mess/staff-tokens')).status).toBe(403);
  });

  it('is refused at once when it was revoked, has expired, or is none', async () => {
    const asha = await pupil(at);
    const revoked = await at.admin.post(`/mess/staff-tokens/${gate.id}/revoke`);
    expect(revoked.body.data).toMatchObject({ state: 'revoked' });
    const refused = { status: 401, body: { error: { code: 'mess.token.refused' } } };
    const body = () => ({ qr: asha.qr, nonce: newNonce() });
    expect(await gate.scanner.post('/scanner/scan', body())).toMatchObject(refused);
    const brief = await staffToken(at);
    house.clock.advance(31 * 86_400_000);
    expect(await brief.scanner.post('/scanner/scan', body())).toMatchObject(refused);
    expect(await at.admin.post('/scanner/scan', body())).toMatchObject(refused);
    expect(await scans(at.organization)).toHaveLength(0);
  });

  it('must end, within 400 days', async () => {
    for (const days of [-1, 401]) {
      const valid_until = new Date(house.clock.now().getTime() + days * 86_400_000).toISOString();
      const made = await at.admin.post('/mess/staff-tokens', { name: 'x', role: 'steward', valid_until });
      expect(made).toMatchObject({ status: 400, body: { error: { code: 'mess.token.validity' } } });
    }
  });

  it('of a steward hides what concerns the person, and admits nobody by hand', async () => {
    const unpaid = await pupil(at, { pay: false });
    const steward = await staffToken(at, 'steward');
    const { id: device } = await phone(at, steward);
    expect(await scan(steward, unpaid.qr)).toMatchObject({ allowed: false, reason: 'refused' });
    const body = { student_id: unpaid.id, nonce: newNonce(), reason: 'pays tomorrow', device };
    expect(await steward.scanner.post('/scanner/admit', body)).toMatchObject({ status: 403 });
  });

  it('of a supervisor admits by hand, with a reason in the audit, and nobody twice', async () => {
    const unpaid = await pupil(at, { pay: false });
    const { id: device } = await phone(at, gate);
    const body = { student_id: unpaid.id, nonce: newNonce(), reason: 'pays tomorrow', device };
    const admitted = await gate.scanner.post('/scanner/admit', body);
    expect(admitted.body.data).toMatchObject({ allowed: true, by_hand: true, student: { id: unpaid.id } });
    expect((await gate.scanner.post('/scanner/admit', body)).body.data).toEqual(admitted.body.data);
    const again = await gate.scanner.post('/scanner/admit', { ...body, nonce: newNonce() });
    expect(again.body.data).toMatchObject({ allowed: false, reason: 'already_served' });
    const audited = await at.db
      .selectFrom('audit_entry')
      .select(['note', 'actor_name'])
      .where('action', '=', 'mess.scan.admitted')
      .execute();
    expect(audited).toEqual([{ note: 'pays tomorrow', actor_name: 'Gate supervisor' }]);
    const search = () => gate.scanner.get(`/scanner/students?search=${unpaid.roll_number.toLowerCase()}`);
    expect((await search()).body.data).toMatchObject([{ id: unpaid.id }]);
    await at.admin.post(`/mess/students/${unpaid.id}/leave`, {});
    expect((await search()).body.data).toEqual([]);
  });
});

describe('a device', () => {
  it('is named in its scans, and is another token’s to nobody', async () => {
    const gate2 = await phone(at, gate);
    const asha = await pupil(at);
    expect(gate2.entered).toMatchObject({ token: { role: 'supervisor' }, device: { name: 'Gate 2', last_seq: 0 } });
    await scan(gate, asha.qr, { device: gate2.id });
    expect(await scans(at.organization)).toMatchObject([{ device_name: 'Gate 2', device_id: gate2.id }]);
    const other = await staffToken(at);
    const foreign = await other.scanner.post('/scanner/scan', { qr: asha.qr, nonce: newNonce(), device: gate2.id });
    expect(foreign).toMatchObject({ status: 404, body: { error: { code: 'mess.device.not_found' } } });
  });

  it('has a policy for an old roster that the office sets', async () => {
    const gate2 = await phone(at, gate);
    const changed = await at.admin.patch(`/mess/devices/${gate2.id}`, { stale_policy: 'refuse', stale_minutes: 60 });
    expect(changed.body.data).toMatchObject({ stale_policy: 'refuse', stale_minutes: 60 });
    const roster = await gate.scanner.get(`/scanner/roster?device=${gate2.id}`);
    expect(roster.body.data).toMatchObject({ stale_policy: 'refuse', stale_minutes: 60 });
  });

  it('with a key that is none is not taken', async () => {
    const made = await gate.scanner.post('/scanner/devices', { name: 'x', public_key: 'A'.repeat(120) });
    expect(made).toMatchObject({ status: 400, body: { error: { code: 'mess.device.key_malformed' } } });
  });
});
