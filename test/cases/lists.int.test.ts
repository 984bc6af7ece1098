/** Lists of people as offices really send them, each played over HTTP: a dry run, the run, what is stored then. */
import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { drainJobs } from '../../kernel/jobs/index.ts';
import { openExhibition } from '../../modules/exhibition/test/factories.ts';
import { formOf } from '../harness/form.ts';
import { type Caller, newOrganization, type TestApp, type TestOrganization, useTestApp } from '../harness/index.ts';

let app: TestApp;
let organization: TestOrganization;
let admin: Caller;
beforeEach(async () => {
  app = await useTestApp();
  organization = await newOrganization(app);
  admin = await organization.as('admin');
});

async function played(importer: string, file: string) {
  const bytes = readFileSync(new URL(`lists/${file}.csv`, import.meta.url));
  const form = await formOf({}, { name: `${file}.csv`, bytes, type: 'text/csv' });
  const checked = await admin.post(`/imports/${importer}`, form.body, form.headers);
  expect(checked.status, JSON.stringify(checked.body)).toBe(201);
  const { id } = checked.body.data;
  expect((await admin.post(`/imports/${id}/run`, { skip_bad: true, duplicates: 'skip' })).status).toBe(202);
  await drainJobs(app.boot, app.boot.services.jobs);
  return checked.body.data;
}
const students = async () =>
  (await admin.get('/mess/students?limit=100')).body.data
    .map(({ name, roll_number, room, phone, email }: Record<string, string>) => ({
      name,
      roll_number,
      room,
      phone,
      email,
    }))
    .sort((a: { roll_number: string }, b: { roll_number: string }) => (a.roll_number < b.roll_number ? -1 : 1));
const student = (
  name: string,
  roll_number: string,
  room: string | null,
  phone: string | null,
  email: string | null,
) => ({
  name,
  roll_number,
  room,
  phone,
  email,
});

test.each([
  ['P1-google-form', [student('Asha Verma', '21CS104', 'B-204', '+919876500003', 'asha@example.org')]],
  ['P2-phone-silently-left-out', [student('Meera Nair', '23ME301', 'C-101', '+919846000001', 'meera@example.org')]],
  [
    'P4-placeholders',
    [
      student('Asha Verma', '21CS104', null, null, null),
      student('Imran Khan', '21CS105', 'B-205', null, null),
      student('Null', '21CS106', 'B-206', '+919876500007', null),
    ],
  ],
  ['P5-equals', [student('Asha Verma', '007', 'B-204', '+919876500003', null)]],
  ['P10-heading-in-line-14', [student('Meera Nair', '23ME301', 'C-101', '+919846000001', null)]],
])('%s: students are stored as meant', async (file, rows) => {
  expect(await played('mess.students', file)).toMatchObject({ good: rows.length, bad: 0 });
  expect(await students()).toEqual(rows);
});

test('P3-first-last: a first and a last name are one', async () => {
  await openExhibition(admin);
  expect(await played('exhibition.customers', 'P3-first-last')).toMatchObject({ good: 1, bad: 0, ignored: [] });
  const made = organization.ctx.db.selectFrom('exhibition_customer').select(['name', 'email', 'phone']);
  expect(await made.execute()).toEqual([{ name: 'Asha Verma', email: 'asha@example.org', phone: '+919876500003' }]);
});

test('P6-excel-damage: a rounded number is refused with Excel named, a number with .0 is read', async () => {
  const report = await played('mess.students', 'P6-excel-damage');
  expect(report.faults).toMatchObject([{ row: 2, column: 'phone', code: 'imports.excel_rounded' }]);
  expect(report.faults[0].message).toContain('Excel');
  expect(report, 'what looks like a day is written, and named').toMatchObject({ good: 3, bad: 1 });
  expect(report.warnings).toMatchObject([
    { row: 3, column: 'roll_number', value: '1-Jan', code: 'imports.looks_like_day' },
    { row: 4, column: 'roll_number', value: 'MAR-23', code: 'imports.looks_like_day' },
  ]);
  expect(report.warnings[0].message).toContain('looks like a day');
  expect(await students()).toContainEqual(student('Neha', '23301', 'B-209', '+919876500011', null));
});

test('P7-emails: what stands around an address is taken away, a malformed one is refused', async () => {
  await openExhibition(admin);
  const report = await played('exhibition.customers', 'P7-emails');
  expect(report).toMatchObject({ good: 4, bad: 1 });
  expect(report.faults).toMatchObject([{ row: 6, column: 'email' }]);
  const made = organization.ctx.db.selectFrom('exhibition_customer').select('email').orderBy('email');
  expect((await made.execute()).map(({ email }) => email)).toEqual([
    'ann@example.org',
    'bob@example.org',
    'cy@example.org',
    'maria@xn--espaa-rta.example',
  ]);
});

test('P8-invisible-names: a name that nobody sees is none; emoji stay, marks of direction go', async () => {
  const report = await played('mess.students', 'P8-invisible-names');
  expect(report).toMatchObject({ good: 2, bad: 2 });
  expect(report.faults.map(({ row }: { row: number }) => row)).toEqual([2, 3]);
  expect((await students()).map(({ name }: { name: string }) => name)).toEqual(['amreV ahsA', '👨‍👩‍👧 Asha']);
});

test('P8: the same at POST /people and at the desk', async () => {
  for (const name of ['\u3164', '\u200e\u200f', '\u200d'])
    expect((await admin.post('/people', { name })).body.error.code).toBe('people.name_missing');
  expect((await admin.post('/people', { name: '\u202eamreV ahsA' })).body.data.name).toBe('amreV ahsA');
  await openExhibition(admin);
  const blank = await admin.post('/exhibition/customers', { name: '\u3164', email: 'a@example.org', phone: '' });
  expect(blank.body.error.code).toBe('exhibition.customer.name_blank');
});

test('P9-mac-roman: a list saved by a Mac has its accents and its rows', async () => {
  expect(await played('mess.students', 'P9-mac-roman')).toMatchObject({ good: 2, bad: 0 });
  expect((await students()).map(({ name }: { name: string }) => name)).toEqual(['José Muñoz', 'Zoë D’Souza']);
});
