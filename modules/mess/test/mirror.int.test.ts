/**
 * What an organization's spreadsheet gets from the mess: registrations, payments, cuts, scans; over HTTP, to a server
 * that answers like Google's.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { patchSettings } from '../../../kernel/settings/index.ts';
import { type FakeSheets, SPREADSHEET, startFakeSheets } from '../../../test/fakes/sheets.ts';
import { openTestApp, type TestApp } from '../../../test/harness/index.ts';
import { type Hostel, hostel, LUNCH, phone, pupil, scan, scannerAt } from './door.ts';

let sheets: FakeSheets;
let app: TestApp;
let at: Hostel;
beforeAll(async () => {
  sheets = await startFakeSheets();
  app = await openTestApp(sheets.env);
  app.clock.set(LUNCH);
  at = await hostel(app);
});
afterAll(async () => {
  await app?.close();
  await sheets?.close();
});

/** The rows of an event's tab, below its header and without the event's id and time. */
const rows = (event: string) => sheets.shown(event, SPREADSHEET).map((row) => row.slice(2));
const written = () => app.boot.services.mirror?.writer?.drain();

test('without a spreadsheet no rows are stored', async () => {
  const gate = await scannerAt(at);
  await scan(gate, (await pupil(at)).qr);
  expect(await at.db.selectFrom('mirror_row').select('id').execute()).toEqual([]);
});

test('with one, each step is a row: in its tab, in order, once', async () => {
  const set = await patchSettings(at.ctx, 'mirror', {
    spreadsheet_id: SPREADSHEET,
    credentials_json: sheets.credentials,
  });
  expect(set.ok).toBe(true);
  const input = { name: '=Asha', roll_number: '21CS104', room: 'B-204', phone: '98765 43210' };
  const asha = (await at.admin.post('/mess/students', { ...input, approve: true })).body.data;
  const proof = { transaction_reference: 'UTR1' };
  const sent = (await at.admin.post(`/mess/students/${asha.id}/proofs`, proof)).body.data;
  await at.admin.post(`/mess/payments/${sent.id}/deny`, { reason: 'unreadable' });
  // The second one is added at the evidence desk, which doesn't know the mess.
  await at.admin.post(`/payments/${sent.payment.id}/proofs`, { transaction_reference: 'UTR2' });
  await at.admin.post(`/mess/payments/${sent.id}/verify`, {});
  const cut = await at.admin.post('/mess/cuts', { student_id: asha.id, from: '2026-11-25', to: '2026-11-26' });
  await at.admin.post(`/mess/cuts/${cut.body.data.id}/cancel`);
  const gate = await scannerAt(at);
  const gate2 = await phone(at, 'steward', 'Gate 2');
  // While Google fails, and from many scanners at once.
  sheets.trouble('append', { kind: 'too_many', retryAfter: 1 });
  const shown = await Promise.all([scan(gate2, asha.qr), scan(gate, 'no code')]);
  expect(shown.map(({ allowed }) => allowed)).toEqual([true, false]);
  await gate2.sync([gate2.queue({ qr: asha.qr, meal: 'lunch' })]);
  const refund = await at.admin.post(`/payments/${sent.payment.id}/refund`, { reason: 'left early' });
  expect(refund.status).toBe(200);
  app.clock.advance(61_000);
  await written();
  app.clock.advance(61_000);
  await written();
  expect(rows('mess.student.registered')).toEqual([['21CS104', '=Asha', 'B-204', '+919876543210', 'approved']]);
  const { reference } = sent.payment;
  const paid = (state: string) => ['21CS104', '=Asha', 'November', state, 3000, 'INR', 0, 0, reference];
  expect(rows('mess.payment.changed')).toEqual(
    ['uploaded', 'denied', 'uploaded', 'verified', 'refunded'].map((state) => paid(state)),
  );
  expect(rows('mess.cut.changed')).toEqual([
    ['21CS104', '=Asha', '2026-11-25', '2026-11-26', 2, 'applied'],
    ['21CS104', '=Asha', '2026-11-25', '2026-11-26', 2, 'cancelled'],
  ]);
  const time = expect.stringMatching(/^2026-11-23 12:3\d:\d\d$/);
  const scans = rows('mess.scan.made');
  expect(scans).toHaveLength(3);
  expect(scans).toEqual(
    expect.arrayContaining([
      [time, '2026-11-23', 'Lunch', '21CS104', '=Asha', true, '', '', false, 'Gate 2'],
      [time, '2026-11-23', 'Lunch', '', '', false, 'bad_code', '', false, gate.name],
      [time, '2026-11-23', 'Lunch', '21CS104', '=Asha', true, 'already_served', '', true, 'Gate 2'],
    ]),
  );
  // Google reads dates as dates, and what people typed as text.
  expect(sheets.tab('mess.cut.changed', SPREADSHEET)?.rows[1]?.map((cell) => typeof cell)).toEqual([
    'string',
    'number',
    'string',
    'string',
    'number',
    'number',
    'number',
    'string',
  ]);
  expect(sheets.tab('mess.cut.changed', SPREADSHEET)?.formats).toEqual([
    undefined,
    'DATE_TIME',
    undefined,
    undefined,
    'DATE',
    'DATE',
  ]);
  expect(sheets.tab('mess.scan.made', SPREADSHEET)?.rows[0]).toEqual(
    ['event_id', 'Time', 'Scanned at', 'Day', 'Meal', 'Roll number', 'Name', 'Allowed', 'Reason'].concat([
      'By hand, because',
      'Offline',
      'Scanner',
    ]),
  );
});

test('what is rolled back is no row: a refused registration, the same scan sent again', async () => {
  const before = rows('mess.student.registered').length + rows('mess.scan.made').length;
  await at.admin.post('/mess/students', { name: 'Twin', roll_number: '21CS104' });
  const gate = await scannerAt(at);
  const nonce = 'the-same-nonce';
  await scan(gate, 'no code', { nonce });
  await scan(gate, 'no code', { nonce });
  app.clock.advance(61_000);
  await written();
  expect(rows('mess.student.registered').length + rows('mess.scan.made').length).toBe(before + 1);
});
