import { beforeAll, describe, expect, test } from 'vitest';
import { useTestApp } from '../../../test/harness/index.ts';
import { endScanner, type Hostel, hostel, LUNCH, phone, pupil, scans } from './door.ts';

/** What the office's pages ask for: codes as pictures and on paper, searches, names of scanners. */

let at: Hostel;
beforeAll(async () => {
  const app = await useTestApp();
  app.clock.set(LUNCH);
  at = await hostel(app);
});

const file = (url: string) => at.app.http.inject({ method: 'GET', url: `/api/v1${url}`, headers: at.admin.headers });

describe('codes on paper', () => {
  test('a student’s code comes as a picture that no cache stores', async () => {
    const asha = await pupil(at);
    const [svg, png] = await Promise.all([
      file(`/mess/students/${asha.id}/qr.svg`),
      file(`/mess/students/${asha.roll_number}/qr.png`),
    ]);
    expect([svg.statusCode, svg.headers['content-type']]).toEqual([200, 'image/svg+xml']);
    expect([png.statusCode, png.headers['content-type']]).toEqual([200, 'image/png']);
    expect(png.headers['cache-control']).toBe('private, no-store');
  });

  test('a student who is pending or has left has no picture, and is left out of a sheet', async () => {
    const [asha, waiting] = await Promise.all([pupil(at), pupil(at, { approve: false, pay: false })]);
    const none = await file(`/mess/students/${waiting.id}/qr.svg`);
    expect([none.statusCode, none.json().error.code]).toEqual([409, 'mess.student.not_approved']);
    const sheet = await file(`/mess/students/qr-sheet.pdf?ids=${asha.id},${waiting.id},nonsense`);
    expect([sheet.statusCode, sheet.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(sheet.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const empty = await file(`/mess/students/qr-sheet.pdf?ids=${waiting.id}`);
    expect([empty.statusCode, empty.json().error.code]).toEqual([409, 'mess.student.not_approved']);
  });

  test('a code that changes is on no paper; its link comes as a QR for the phone', async () => {
    const [asha, ravi] = await Promise.all([pupil(at), pupil(at)]);
    const url = `/api/v1/mess/students/${ravi.id}`;
    const payload = { changing_code: true };
    await at.app.http.inject({ method: 'PATCH', url, payload, headers: at.admin.headers });
    const none = await file(`/mess/students/${ravi.id}/qr.png`);
    expect([none.statusCode, none.json().error.code]).toEqual([409, 'mess.student.code_changes']);
    expect((await file(`/mess/students/qr-sheet.pdf?ids=${ravi.id}`)).statusCode).toBe(409);
    expect((await file(`/mess/students/qr-sheet.pdf?ids=${asha.id},${ravi.id}`)).statusCode).toBe(200);
    const link = await at.admin.post(`/mess/students/${ravi.id}/code-link`, {});
    expect(link).toMatchObject({ status: 201, body: { data: { qr_svg: expect.stringContaining('<svg') } } });
  });

  test('a viewer reads about students without their codes', async () => {
    const [asha, viewer, ops] = [await pupil(at), await at.signIn('viewer'), await at.signIn('ops')];
    for (const path of ['qr.svg', 'qr.png'].map((name) => `/mess/students/${asha.id}/${name}`))
      expect([(await viewer.get(path)).body.error?.code, (await ops.get(path)).status]).toEqual([
        'http.forbidden',
        200,
      ]);
    expect((await viewer.get(`/mess/students/qr-sheet.pdf?ids=${asha.id}`)).status).toBe(403);
    const one = await viewer.get(`/mess/students/${asha.id}`);
    expect(one.body.data).toMatchObject({ id: asha.id, roll_number: asha.roll_number, qr: null });
    const list = await viewer.get(`/mess/students?search=${asha.roll_number}`);
    expect(list.body.data).toMatchObject([{ id: asha.id, qr: null }]);
    expect((await ops.get(`/mess/students/${asha.id}`)).body.data.qr).toBe(asha.qr);
  });

  test('another organization’s students are on no sheet', async () => {
    const [asha, other] = [await pupil(at), await hostel(at.app)];
    const url = `/api/v1/mess/students/qr-sheet.pdf?ids=${asha.id}`;
    const sheet = await at.app.http.inject({ method: 'GET', url, headers: other.admin.headers });
    expect(sheet.statusCode).toBe(409);
  });
});

test('payments and cuts are found by a part of the name, the roll number or the room', async () => {
  const asha = await pupil(at);
  await pupil(at);
  const cut = { student_id: asha.id, from: '2026-11-26', to: '2026-11-27' };
  expect((await at.admin.post('/mess/cuts', cut)).status).toBe(201);
  for (const list of ['/mess/payments', '/mess/cuts']) {
    const found = await at.admin.get(`${list}?search=student%20${asha.roll_number.toLowerCase()}`);
    const rolls = found.body.data.map((row: { student: { roll_number: string } }) => row.student.roll_number);
    // R1 is a part of R10 as well.
    expect(rolls).toContain(asha.roll_number);
    expect(rolls.every((roll: string) => roll.startsWith(asha.roll_number))).toBe(true);
    expect((await at.admin.get(`${list}?search=nobody%20here`)).body.data).toEqual([]);
  }
});

describe('a scanner', () => {
  test('is named by the office, and by that name in every scan from then on', async () => {
    const gate = await phone(at, 'steward', 'Old phone');
    const named = await at.admin.patch(`/devices/${gate.id}`, { name: ' Garden gate ' });
    expect(named).toMatchObject({ status: 200, body: { data: { name: 'Garden gate', state: 'active' } } });
    const asha = await pupil(at);
    await gate.sync([gate.queue({ qr: asha.qr })]);
    expect((await scans(at.organization)).at(-1)?.device_name).toBe('Garden gate');
    const filter = JSON.stringify({ subject_type: 'device', subject_id: gate.id });
    const entries = (await at.admin.get(`/audit-entries?filter=${encodeURIComponent(filter)}`)).body.data;
    expect(entries).toContainEqual(
      expect.objectContaining({
        action: 'devices.changed',
        before: expect.objectContaining({ name: 'Old phone' }),
        after: expect.objectContaining({ name: 'Garden gate' }),
      }),
    );
  });

  test('keeps what the office said of it when another phone takes its place', async () => {
    const gate = await phone(at, 'steward', 'Gate 7');
    await at.admin.patch(`/mess/scanners/${gate.id}`, { stale_policy: 'refuse' });
    expect((await at.admin.post(`/devices/${gate.id}/code`)).status).toBe(200);
    const listed = (await at.admin.get('/mess/scanners')).body.data;
    expect(listed.find(({ id }: { id: string }) => id === gate.id)).toMatchObject({ stale_policy: 'refuse' });
  });

  test('goes on saying that it has ended', async () => {
    const gate = await phone(at);
    await endScanner(at, gate.id);
    const listed = (await at.admin.get('/mess/scanners')).body.data as { id: string; state: string }[];
    expect(listed.find(({ id }) => id === gate.id)?.state).toBe('revoked');
  });
});
