import { expect, test } from 'vitest';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { formOf } from '../../../test/harness/form.ts';
import { hostel, newStudent } from '../test/factories.ts';

const check = async ({ ops, app }: Awaited<ReturnType<typeof hostel>>, csv: string) => {
  const { body: payload, headers } = await formOf({}, { name: 'hostel.csv', bytes: csv, type: 'text/csv' });
  const url = '/api/v1/imports/mess.students';
  const checked = await app.http.inject({ method: 'POST', url, payload, headers: { ...ops.headers, ...headers } });
  expect(checked.statusCode).toBe(201);
  return checked.json().data;
};
const run = async ({ ops, app }: Awaited<ReturnType<typeof hostel>>, id: string, options: object) => {
  expect((await ops.post(`/imports/${id}/run`, options)).status).toBe(202);
  await drainJobs(app.boot, app.boot.services.jobs);
  return (await ops.get(`/imports/${id}`)).body.data;
};

test('an import from CSV: first the faults by row, then everybody approved with a code', async () => {
  const its = await hostel();
  const report = await check(its, 'Name,Roll No,Room,Mobile\nAsha Verma,21cs1,B-1,9876543210\n,X1,,\nFatima,X-2,,12\n');
  expect(report).toMatchObject({ total: 3, good: 1, bad: 2, duplicates: 0 });
  expect(await run(its, report.id, { skip_bad: true })).toMatchObject({ written: 1, refused: 2 });
  const made = (await its.ops.get('/mess/students/21CS1')).body.data;
  expect(made).toMatchObject({ name: 'Asha Verma', room: 'B-1', phone: '+919876543210', state: 'approved' });
  expect(made.qr).toContain('/c/');
  const registered = its.db.selectFrom('audit_entry').select('id').where('action', '=', 'mess.student.registered');
  expect((await registered.execute()).length).toBe(1);
});

test('an import shows who is there by roll number, telephone or e-mail, and a person decides row by row', async () => {
  const its = await hostel();
  await newStudent(its.ops, { roll_number: 'R1', name: 'Ravi', phone: '9876543210', room: 'B-1' });
  await newStudent(its.ops, { roll_number: 'R2', name: 'Imran', room: null, email: 'Imran@example.org' });
  const report = await check(
    its,
    [
      'Name,Roll No,Room,Mobile,Mail',
      'Ravi Menon,r1,,,', // 2: the same roll number
      'Arun Menon,R3,B-1,98765 43210,', // 3: his brother's telephone
      'Imran Khan,R4,,,imran@EXAMPLE.org', // 4: the roll number was wrong
      'Neha,R5,,,',
      'Neha,R5,C-1,,', // 6: twice in the file
    ].join('\n'),
  );
  expect(report).toMatchObject({ total: 5, good: 5, bad: 0, duplicates: 4 });
  const found = (await its.ops.get(`/imports/${report.id}/duplicates`)).body.data;
  expect(found.map((one: { row: number; column: string }) => [one.row, one.column])).toEqual([
    [2, 'roll_number'],
    [3, 'phone'],
    [4, 'email'],
    [6, 'roll_number'],
  ]);
  expect((await its.ops.post(`/imports/${report.id}/run`)).body.error.code).toBe('imports.has_duplicates');
  const rows = [
    { row: 2, choice: 'update' },
    { row: 3, choice: 'add' },
    { row: 4, choice: 'update' },
  ];
  expect((await its.ops.post(`/imports/${report.id}/choices`, { rows })).status).toBe(200);
  expect(await run(its, report.id, { duplicates: 'skip' })).toMatchObject({ written: 2, updated: 2, skipped: 1 });
  const students = (await its.ops.get('/mess/students?limit=50')).body.data;
  const shown = students.map(({ roll_number, name, room }: Record<string, string>) => [roll_number, name, room]);
  expect(shown.toSorted()).toEqual([
    ['R1', 'Ravi Menon', 'B-1'], // an empty cell takes nothing away
    ['R3', 'Arun Menon', 'B-1'],
    ['R4', 'Imran Khan', null],
    ['R5', 'Neha', null],
  ]);
});

test('the exported list can be sent back: nobody is there twice, and what is equal leaves no audit entry', async () => {
  const its = await hostel();
  await newStudent(its.ops, { roll_number: 'R1', name: 'Ravi', phone: '9876543210', email: 'ravi@example.org' });
  await newStudent(its.ops, { roll_number: 'R2', name: 'आशा', phone: null, room: null });
  const file = await its.app.http.inject({ url: '/api/v1/exports/mess.students.csv', headers: its.ops.headers });
  expect(file.statusCode).toBe(200);
  const changes = its.db
    .selectFrom('audit_entry')
    .select('id')
    .where('action', 'in', ['mess.student.changed', 'people.changed']);
  const report = await check(its, file.body);
  expect(report).toMatchObject({ total: 2, good: 2, duplicates: 2 });
  expect(await run(its, report.id, { duplicates: 'update' })).toMatchObject({ written: 0, updated: 2, refused: 0 });
  expect((await its.ops.get('/mess/students')).body.data.length).toBe(2);
  expect(await changes.execute()).toEqual([]);
});
