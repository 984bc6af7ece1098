/** Which column of a list is which: looked at, chosen, remembered; Excel files; our own exports; odd telephone numbers. */
import { writeXlsx } from 'hucre';
import { beforeEach, describe, expect, test } from 'vitest';
import { sweepImports } from '../kernel/imports/sweep-imports.ts';
import { drainJobs } from '../kernel/jobs/index.ts';
import { openExhibition } from '../modules/exhibition/test/factories.ts';
import { formOf } from './harness/form.ts';
import { type Caller, newOrganization, type TestApp, type TestOrganization, useTestApp } from './harness/index.ts';

let app: TestApp;
let organization: TestOrganization;
let admin: Caller;
beforeEach(async () => {
  app = await useTestApp();
  organization = await newOrganization(app);
  admin = await organization.as('admin');
});

type File = string | Uint8Array;
const post = async (path: string, bytes: File, fields: Record<string, string> = {}, who = admin) => {
  const form = await formOf(fields, { name: 'list.xlsx', bytes });
  return who.post(`/imports/${path}`, form.body, form.headers);
};
const look = (bytes: File, fields = {}) => post('mess.students/columns', bytes, fields);
const check = (bytes: File, fields = {}) => post('mess.students', bytes, fields);
const run = async (id: string, body = {}) => {
  expect((await admin.post(`/imports/${id}/run`, body)).status).toBe(202);
  await drainJobs(app.boot, app.boot.services.jobs);
};
const students = async (who = admin) =>
  (await who.get('/mess/students?limit=100&sort=roll_number')).body.data.map(
    ({ name, roll_number, room, phone, email }: Record<string, string>) => [name, roll_number, room, phone, email],
  );
const xlsx = (...rows: unknown[][]) => writeXlsx({ sheets: [{ name: 'x', rows: rows as never }] });

describe('which column is which', () => {
  const ODD = 'Wer,Nummer,Was,Tel\nAsha Verma,21CS104,B-204,98765 00003\nImran Khan,21CS105,B-205,98765 00005\n';

  test('is looked at before anything is stored', async () => {
    const { body } = await look(ODD);
    expect(body.data).toMatchObject({
      headings: ['Wer', 'Nummer', 'Was', 'Tel'],
      source: 'guessed',
      mapping: { heading_row: 1, delimiter: ',', columns: ['name', null, null, 'phone'] },
      rows: [
        ['Asha Verma', '21CS104', 'B-204', '98765 00003'],
        ['Imran Khan', '21CS105', 'B-205', '98765 00005'],
      ],
    });
    expect(body.data.fields.map(({ key }: { key: string }) => key)).toEqual([
      'name',
      'roll_number',
      'room',
      'phone',
      'email',
    ]);
    expect(await organization.ctx.db.selectFrom('import').selectAll().execute()).toEqual([]);
    expect((await check(ODD)).body.error.code, 'without the roll numbers').toBe('imports.missing_columns');
  });

  test('is chosen by a person, and remembered for the next file of the shape', async () => {
    const { mapping } = (await look(ODD)).body.data;
    mapping.columns = ['name', 'roll_number', null, 'phone'];
    const checked = await check(ODD, { mapping: JSON.stringify(mapping) });
    expect(checked.body.data).toMatchObject({ good: 2, bad: 0, mapping_source: 'given', ignored: ['Was'], unused: [] });
    await run(checked.body.data.id);
    expect(await students()).toEqual([
      ['Asha Verma', '21CS104', null, '+919876500003', null],
      ['Imran Khan', '21CS105', null, '+919876500005', null],
    ]);
    const started = await organization.ctx.db
      .selectFrom('audit_entry')
      .select('after')
      .where('action', '=', 'imports.started')
      .execute();
    expect(started).toMatchObject([{ after: { left_out: ['Was'] } }]);

    const next = `A title\n\n${ODD.split('\n')[0]}\nNeha Rao,21CS106,B-1,9876500006\n`;
    expect((await look(next)).body.data).toMatchObject({
      source: 'remembered',
      mapping: { heading_row: 3, columns: mapping.columns },
    });
    const again = await check(next);
    expect(again.body.data).toMatchObject({ good: 1, mapping_source: 'remembered' });
    expect(again.body.data.unused, 'asked again, because another file is another list').toMatchObject([
      { place: 2, title: 'Was', filled: 1, examples: ['B-1'] },
    ]);
    const elsewhere = await (await newOrganization(app)).as('admin');
    expect((await post('mess.students/columns', next, {}, elsewhere)).body.data.source).toBe('guessed');
  });

  test('is asked about through the API, too: nothing is written before somebody says that it is left out', async () => {
    const list = 'Name,Roll number,Guardian\nAsha Verma,21CS104,Ravi Verma\nImran Khan,21CS105,\n';
    const report = (await check(list)).body.data;
    expect(report).toMatchObject({ good: 2, unused: [{ title: 'Guardian', filled: 1 }] });
    const refused = await admin.post(`/imports/${report.id}/run`);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'imports.has_unused_columns']);
    expect(refused.body.error.message).toContain('Guardian');
    expect(await students()).toEqual([]);
    await run(report.id, { leave_unused: true });
    expect((await students()).map(([name]: string[]) => name)).toEqual(['Asha Verma', 'Imran Khan']);
    const columns = ['name', 'roll_number', null];
    const mapping = JSON.stringify({ heading_row: 1, delimiter: ',', columns });
    const mapped = await check('Name,Roll number,Guardian\nNeha Rao,21CS106,Anil Rao\n', { mapping });
    await run(mapped.body.data.id);
    expect(await students()).toHaveLength(3);
  });

  test('is read in the run as in the dry run, whatever is remembered meanwhile', async () => {
    const choose = async (columns: (string | null)[]) =>
      (await check(ODD, { mapping: JSON.stringify({ heading_row: 1, delimiter: ',', columns }) })).body.data.id;
    const first = await choose(['name', 'roll_number', 'room', null]);
    await run(await choose(['name', 'room', 'roll_number', null]));
    await run(first, { duplicates: 'skip' });
    expect((await students()).map(([name, roll]: string[]) => [name, roll])).toEqual([
      ['Asha Verma', '21CS104'],
      ['Imran Khan', '21CS105'],
      ['Asha Verma', 'B-204'],
      ['Imran Khan', 'B-205'],
    ]);
  });

  test.each([
    [
      'a column that the import has not',
      { heading_row: 1, delimiter: ',', columns: ['name', 'roll_number', 'shoe', null] },
    ],
    ['a column that is not said', { heading_row: 1, delimiter: ',', columns: ['name', 'roll_number'] }],
    [
      'a telephone number in two columns',
      { heading_row: 1, delimiter: ',', columns: ['name', 'roll_number', 'phone', 'phone'] },
    ],
    ['a line below the end', { heading_row: 50, delimiter: ',', columns: ['name', 'roll_number', null, null] }],
  ])('refuses %s', async (_what, mapping) => {
    expect((await check(ODD, { mapping: JSON.stringify(mapping) })).body.error.code).toBe('imports.mapping_malformed');
  });

  test('refuses what is no mapping', async () => {
    for (const mapping of ['x', '[]', '{"heading_row":-1,"delimiter":",","columns":[]}'])
      expect((await check(ODD, { mapping })).status).toBe(400);
  });

  test.each([
    [
      'words around it',
      'Full Name of the Student (in capitals),Roll No.,WhatsApp No. (10 digits)\nA B,1,9876500003\n',
      ['name', 'roll_number', 'phone'],
    ],
    ['a father’s number', "Name,Roll No,Father's mobile no\nA B,1,9876500003\n", ['name', 'roll_number', null]],
    [
      'the student’s beside the father’s',
      'Name,Roll No,Student Mobile,Father Mobile\nA B,1,9876500003,9876500004\n',
      ['name', 'roll_number', 'phone', null],
    ],
    [
      'an address under a strange heading',
      'Name,Roll No,X\nA B,1,a@example.org\nC D,2,c@example.org\n',
      ['name', 'roll_number', 'email'],
    ],
  ])('is found by %s', async (_what, csv, columns) => {
    expect((await look(csv)).body.data.mapping.columns).toEqual(columns);
  });

  test('can be chosen in a file without headings, by another line as heading, and for a name in two columns', async () => {
    const bare = 'Asha Verma,21CS104,asha@example.org\nImran Khan,21CS105,imran@example.org\n';
    const { data } = (await look(bare)).body;
    expect(data).toMatchObject({
      headings: ['A', 'B', 'C'],
      mapping: { heading_row: 0, columns: ['name', null, 'email'] },
    });
    data.mapping.columns[1] = 'roll_number';
    expect((await check(bare, { mapping: JSON.stringify(data.mapping) })).body.data).toMatchObject({ good: 2, bad: 0 });

    const two = 'Name,Roll No\nVor,Nach,Nummer\nAsha,Verma,21CS104\n';
    const other = (await look(two, { heading_row: '2' })).body.data;
    expect(other.headings).toEqual(['Vor', 'Nach', 'Nummer']);
    const mapping = { ...other.mapping, columns: ['name', 'name', 'roll_number'] };
    const checked = await check(two, { mapping: JSON.stringify(mapping) });
    expect(checked.body.data.sample).toEqual([{ row: 3, name: 'Asha Verma', roll_number: '21CS104' }]);
  });
});

test('a column that is not used is named with what stands in it; an empty one, and a form’s own, are not', async () => {
  const { body } = await check(
    'S.No,Name,Roll No,Guardian phone,Empty\n1,A,1,9876500003,\n2,B,2,-,\n3,C,3,9876500004,\n',
  );
  expect(body.data.unused).toEqual([
    { place: 3, title: 'Guardian phone', filled: 2, examples: ['9876500003', '9876500004'] },
  ]);
  expect(body.data.ignored).toEqual(['S.No', 'Guardian phone', 'Empty']);
});

describe('Excel files', () => {
  test('are read, with the numbers of their rows', async () => {
    const bytes = await xlsx(
      ['Students'],
      [],
      ['Name', 'Roll No', 'Mobile', 'Room'],
      ['Asha', 23301, 919876500003, new Date('2026-01-01T00:00:00Z')],
      ['Imran', '007', 9876500004, true],
      ['', '21CS9', '', ''],
    );
    const { body } = await check(bytes);
    expect(body.data).toMatchObject({ good: 2, bad: 1, file: { name: 'list.xlsx.csv' } });
    expect(body.data.faults).toMatchObject([{ row: 6, column: 'name' }]);
    expect(body.data.warnings).toMatchObject([
      { row: 4, column: 'room', code: 'imports.looks_like_day' },
      { row: 5, column: 'room', code: 'imports.looks_like_truth' },
    ]);
    await run(body.data.id, { skip_bad: true });
    expect(await students()).toEqual([
      ['Imran', '007', 'true', '+919876500004', null],
      ['Asha', '23301', '2026-01-01', '+919876500003', null],
    ]);
  });

  test.each([
    ['a PDF', '%PDF-1.7\nx', 'PDF'],
    ['RTF', '{\\rtf1 x}', 'RTF'],
    ['JSON', '{"name":"A"}', 'JSON'],
    ['a page without a table', '<html><p>x</p></html>', 'HTML'],
    ['a zip of something else', Buffer.from('PK\x03\x04\x14\0\0\0\0\0'), 'ZIP'],
  ])('%s is refused by name', async (_what, bytes, kind) => {
    const { status, body } = await check(bytes);
    expect([status, body.error.code]).toEqual([415, 'imports.not_csv']);
    expect(body.error.message).toContain(kind);
  });

  test('a cell that shows a fault is one', async () => {
    const { body } = await check('Name,Roll No,Room\nA,#REF!,1\nB,2,#N/A\nC,3,####\n');
    expect(body.data).toMatchObject({ good: 1, bad: 2 });
    expect(body.data.faults.map(({ row, code }: { row: number; code: string }) => [row, code])).toEqual([
      [2, 'imports.excel_error'],
      [4, 'imports.excel_error'],
    ]);
  });

  test.each(['csv', 'xlsx'])('a template as %s comes back as one good row', async (format) => {
    const { raw } = await admin.get(`/imports/mess.students/template.${format}`);
    expect((await check(raw)).body.data).toMatchObject({ total: 1, good: 1, unused: [] });
  });
});

describe('our own export comes back unchanged', () => {
  const LIST = 'Name,Roll No,Room,Phone,Email\n"=Asha, V",007,-1,98765 00003,asha@example.org\n😀 Imran,21CS105,,,\n';

  test.each([
    ['csv', 'en'],
    ['xlsx', 'en'],
    ['xlsx', 'hi'],
    ['csv', 'es'],
  ])('students as %s in %s', async (format, language) => {
    await run((await check(LIST)).body.data.id);
    const before = await students();
    const file = await admin.get(`/exports/mess.students.${format}`, { 'accept-language': language });
    const back = await check(file.raw);
    expect(back.body.data).toMatchObject({ good: 2, bad: 0, duplicates: 2, unused: [], warnings: [] });
    const audited = () =>
      organization.ctx.db.selectFrom('audit_entry').select('action').where('action', 'like', 'mess.student%').execute();
    const entries = await audited();
    await run(back.body.data.id, { duplicates: 'update' });
    expect(await students()).toEqual(before);
    expect(await audited(), 'what is equal stays untouched').toEqual(entries);

    const other = await (await newOrganization(app)).as('admin');
    const there = await post('mess.students', file.raw, {}, other);
    expect((await other.post(`/imports/${there.body.data.id}/run`)).status).toBe(202);
    await drainJobs(app.boot, app.boot.services.jobs);
    expect(await students(other)).toEqual(before);
  });

  test.each(['csv', 'xlsx'])('customers as %s', async (format) => {
    await openExhibition(admin);
    const made = await post('exhibition.customers', 'Name,Email,Phone\n=Asha,asha@example.org,9876500003\nBo,,\n');
    await run(made.body.data.id, { send: 'never' });
    const rows = () => organization.ctx.db.selectFrom('exhibition_customer').selectAll().orderBy('id').execute();
    const before = await rows();
    const file = await admin.get(`/exports/exhibition.customers.${format}`);
    const back = await post('exhibition.customers', file.raw);
    expect(back.body.data).toMatchObject({ good: 2, duplicates: 2, unused: [] });
    await run(back.body.data.id, { duplicates: 'update', send: 'never' });
    expect(await rows()).toEqual(before);
  });

  test('the refused rows too, corrected', async () => {
    const first = await check('Name,Roll No,Phone\nA,1,nonsense\n');
    await admin.post(`/imports/${first.body.data.id}/run`, { skip_bad: true });
    const two = await check('Name,Roll No,Phone\nA,1,nonsense\nB,2,\n');
    await run(two.body.data.id, { skip_bad: true });
    for (const format of ['csv', 'xlsx']) {
      const file = await admin.get(`/imports/${two.body.data.id}/refused.${format}`);
      expect((await check(file.raw)).body.data).toMatchObject({ total: 1, bad: 1, unused: [] });
    }
  });
});

describe('telephone numbers', () => {
  const TWO = 'Name,Roll No,Phone\nA,1,98765 00003 / 98765 00004\nB,2,"9876500005, 9876500006"\nC,3,+91 98765-00007\n';

  test('two in a cell are asked about', async () => {
    const asked = await check(TWO);
    expect(asked.body.data).toMatchObject({ good: 1, bad: 2 });
    expect(asked.body.data.faults[0]).toMatchObject({ row: 2, column: 'phone', code: 'imports.two_phones' });
    expect(asked.body.data.faults[0].message).toContain('98765 00003 and 98765 00004');
    await run((await check(TWO, { two_phones: 'second' })).body.data.id);
    expect((await students()).map((row: string[]) => row[3])).toEqual([
      '+919876500004',
      '+919876500006',
      '+919876500007',
    ]);
  });

  test('that look impossible are kept when a person says so', async () => {
    const odd = 'Name,Roll No,Phone\nA,1,12345678\nB,2,+250 99 123 4567\nC,3,call me\n';
    expect((await check(odd)).body.data).toMatchObject({ good: 0, bad: 3 });
    const kept = await check(odd, { keep_phones: 'true' });
    expect(kept.body.data).toMatchObject({ good: 2, bad: 1 });
    await run(kept.body.data.id, { skip_bad: true });
    expect((await students()).map((row: string[]) => row[3])).toEqual(['+9112345678', '+250991234567']);

    const student = { name: 'D', roll_number: '4', phone: '12345679' };
    expect((await admin.post('/mess/students', student)).body.error.code).toBe('people.phone_malformed');
    expect((await admin.post('/mess/students', { ...student, keep_phone: true })).body.data.phone).toBe('+9112345679');
    await openExhibition(admin);
    const customer = { name: 'E', phone: '12345670' };
    expect((await admin.post('/exhibition/customers', customer)).status).toBe(400);
    expect((await admin.post('/exhibition/customers', { ...customer, keep_phone: true })).body.data.phone).toBe(
      '+9112345670',
    );
  });
});

test('cells of a list whose rows were all refused are gone after thirty days', async () => {
  const { data } = (await check('Name,Roll number,Phone\nAsha Verma,21CS104,call the warden\n')).body;
  expect(data).toMatchObject({ good: 0, bad: 1 });
  const cells = () =>
    organization.ctx.db
      .selectFrom('import')
      .select(['faults', 'bad'])
      .where('id', '=', data.id)
      .executeTakeFirstOrThrow();
  expect(JSON.stringify(await cells())).toContain('call the warden');
  app.clock.set(new Date(app.clock.now().getTime() + 31 * 24 * 3_600_000).toISOString());
  await sweepImports(app.ctxFor(null, 'test'));
  app.clock.reset();
  expect(await cells()).toEqual({ faults: [], bad: 1 });
});
