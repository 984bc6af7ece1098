import { expect, test } from 'vitest';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { formOf } from '../../../test/harness/form.ts';
import { seed } from '../seed.ts';
import { hostel, newStudent } from '../test/factories.ts';

test('an import from CSV: first the faults by row, then everybody approved with a code', async () => {
  const { ops, app, db } = await hostel();
  await newStudent(ops, { roll_number: 'TAKEN1' });
  const csv =
    'Name,Roll No,Room,Mobile\nAsha Verma,21cs1,B-1,9876543210\nRavi,21CS1,B-2,\n,X1,,\nImran,taken1,,\nFatima,X-2,,12\n';
  const { body: payload, headers } = await formOf({}, { name: 'hostel.csv', bytes: csv, type: 'text/csv' });
  const checked = await app.http.inject({
    method: 'POST',
    url: '/api/v1/imports/mess.students',
    payload,
    headers: { ...ops.headers, ...headers },
  });
  expect(checked.statusCode).toBe(201);
  const report = checked.json().data;
  expect(report).toMatchObject({ total: 5, good: 1, bad: 4 });
  expect((await ops.post(`/imports/${report.id}/run`, { skip_bad: true })).status).toBe(202);
  await drainJobs(app.boot, app.boot.services.jobs);
  const made = (await ops.get('/mess/students/21CS1')).body.data;
  expect(made).toMatchObject({ name: 'Asha Verma', room: 'B-1', phone: '+919876543210', state: 'approved' });
  expect(made.qr).toContain('/c/');
  const entries = await db
    .selectFrom('audit_entry')
    .select('id')
    .where('action', '=', 'mess.student.registered')
    .execute();
  expect(entries.length).toBe(2);
});

test('the demo has a hostel of sixty with a current cycle, payments in several states, cuts and meals', async () => {
  const { ctx, admin } = await hostel();
  await seed(ctx);
  const current = (await admin.get('/mess/cycles/current')).body.data;
  expect(current.payments.verified).toBeGreaterThan(20);
  expect(current.payments.uploaded).toBeGreaterThan(3);
  expect((await admin.get('/mess/students?limit=200')).body.data.length).toBe(60);
  expect((await admin.get('/mess/meals')).body.data.length).toBe(4);
  expect((await admin.get('/mess/cuts')).body.data.length).toBeGreaterThan(5);
}, 60_000);
