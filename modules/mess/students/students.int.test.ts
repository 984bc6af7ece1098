import { expect, test } from 'vitest';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { hostel, newStudent } from '../test/factories.ts';

const lastAudit = (db: Awaited<ReturnType<typeof hostel>>['db'], action: string) =>
  db.selectFrom('audit_entry').selectAll().where('action', '=', action).orderBy('id', 'desc').executeTakeFirst();

test('registering creates a pending student without a code; approving issues one; the audit has both', async () => {
  const { ops, db } = await hostel();
  const made = await ops.post('/mess/students', {
    name: 'Asha Verma',
    roll_number: ' 21 cs 104 ',
    room: 'B-204',
    phone: '98765 43210',
    language: 'hi',
  });
  expect(made.status).toBe(201);
  const student = made.body.data;
  expect(student).toMatchObject({
    name: 'Asha Verma',
    roll_number: '21CS104',
    phone: '+919876543210',
    language: 'hi',
    state: 'pending',
    qr: null,
    cycle_payment: null,
    allowed: ['approve', 'deny', 'leave'],
  });
  expect(await lastAudit(db, 'mess.student.registered')).toMatchObject({
    actor_id: ops.userId,
    subject_id: student.id,
    after: { roll_number: '21CS104', state: 'pending' },
  });
  const approved = await ops.post(`/api/v1/students/${student.id}/approve/`);
  expect(approved.body.data).toMatchObject({
    state: 'approved',
    allowed: ['suspend', 'leave'],
    decided_by: 'Test ops',
  });
  expect(approved.body.data.qr).toContain('/c/');
  expect(await db.selectFrom('mess_student').select('state').executeTakeFirst()).toEqual({ state: 'approved' });
  expect(await lastAudit(db, 'mess.student.approved')).toMatchObject({
    before: { state: 'pending' },
    after: { state: 'approved' },
  });
});

test('an approval clicked by two admins happens once; the second is refused', async () => {
  const { admin, ops, db } = await hostel();
  const { id } = await newStudent(ops, { approve: false });
  const answers = await Promise.all([admin, ops].map((who) => who.post(`/mess/students/${id}/approve`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.error.code).toBe('mess.student.already_approved');
  const entries = await db
    .selectFrom('audit_entry')
    .select('id')
    .where('action', '=', 'mess.student.approved')
    .execute();
  expect(entries.length).toBe(1);
});

test('denying needs a reason and leaves no code; a denied student may be approved later', async () => {
  const { ops, db } = await hostel();
  const { id } = await newStudent(ops, { approve: false });
  expect((await ops.post(`/mess/students/${id}/deny`, { reason: '  ' })).body.error.code).toBe(
    'mess.student.reason_blank',
  );
  const denied = await ops.post(`/api/v1/students/${id}/deny`, { reason: 'not of this hostel' });
  expect(denied.body.data).toMatchObject({ state: 'denied', denial_reason: 'not of this hostel', qr: null });
  expect(await lastAudit(db, 'mess.student.denied')).toMatchObject({ note: 'not of this hostel' });
  const approved = await ops.post(`/mess/students/${id}/approve`);
  expect(approved.body.data).toMatchObject({ state: 'approved', denial_reason: null });
});

test('suspending keeps the code, leaving revokes it; registering again is pending and gets a new one', async () => {
  const { ops, db } = await hostel();
  const student = await newStudent(ops);
  const suspended = await ops.post(`/mess/students/${student.id}/suspend`, { reason: 'dues' });
  expect(suspended.body.data).toMatchObject({ state: 'suspended', qr: student.qr });
  expect((await ops.post(`/mess/students/${student.id}/approve`)).body.error.code).toBe(
    'mess.student.already_suspended',
  );
  expect((await ops.post(`/mess/students/${student.id}/reinstate`)).body.data.state).toBe('approved');
  expect((await ops.post(`/mess/students/${student.id}/leave`)).body.data).toMatchObject({ state: 'left', qr: null });
  const again = await ops.post('/mess/students', {
    name: 'Asha Verma',
    roll_number: student.roll_number,
    person_id: student.person_id,
  });
  expect(again.body.data).toMatchObject({ id: student.id, state: 'pending' });
  expect(await lastAudit(db, 'mess.student.reapplied')).toMatchObject({ subject_id: student.id });
  const approved = await ops.post(`/mess/students/${student.id}/approve`);
  expect(approved.body.data.qr).not.toBe(student.qr);
  const shown = await ops.post('/credentials/verify', { code: student.qr });
  expect(shown.body.error?.code).toBe('credentials.old_version');
});

test('a roll number is unique: a second use, two at once, and a change to a used one are refused', async () => {
  const { ops } = await hostel();
  const first = await newStudent(ops);
  const twin = { name: 'Ravi', roll_number: first.roll_number.toLowerCase() };
  expect((await ops.post('/mess/students', twin)).body.error).toMatchObject({
    code: 'mess.student.roll_taken',
    fields: { roll_number: expect.any(String) },
  });
  const racing = await Promise.all([1, 2].map(() => ops.post('/mess/students', { name: 'Ravi', roll_number: 'R1' })));
  expect(racing.map(({ status }) => status).sort()).toEqual([201, 409]);
  const changed = await ops.patch('/mess/students/R1', { roll_number: first.roll_number });
  expect(changed.body.error.code).toBe('mess.student.roll_taken');
  expect((await ops.post('/mess/students', { name: 'X', roll_number: 'ab#1' })).body.error.code).toBe(
    'mess.student.roll_malformed',
  );
});

test('changing is audited by what changed; lists find by state, room, roll and any part of a name', async () => {
  const { ops, admin, db } = await hostel();
  const student = await newStudent(ops);
  await newStudent(ops, { name: 'Ravi Menon', roll_number: 'AA1', approve: false });
  const changed = await ops.patch(`/api/v1/students/${student.id}`, {
    room: 'C-1',
    name: 'Asha V. Verma',
    notify_meals: true,
  });
  expect(changed.body.data).toMatchObject({ room: 'C-1', name: 'Asha V. Verma', notify_meals: true });
  expect(await lastAudit(db, 'mess.student.changed')).toMatchObject({
    before: { room: 'B-204', notify_meals: false },
    after: { room: 'C-1', notify_meals: true },
  });
  const list = async (query: string) =>
    (await admin.get(`/api/v1/students/?${query}`)).body.data.map(
      ({ roll_number }: { roll_number: string }) => roll_number,
    );
  expect(await list('sort=roll_number')).toEqual([student.roll_number, 'AA1'].sort());
  expect(await list('search=menon')).toEqual(['AA1']);
  expect(await list(`filter=${encodeURIComponent('{"state":"approved"}')}`)).toEqual([student.roll_number]);
  expect(await list(`filter=${encodeURIComponent('{"room":"C-1"}')}`)).toEqual([student.roll_number]);
  const first = await admin.get('/mess/students?limit=1&sort=roll_number');
  expect(
    (await admin.get(`/mess/students?limit=1&sort=roll_number&after=${first.body.page.next}`)).body.page.next,
  ).toBeNull();
});

test('bulk: each succeeds or fails alone, and the answer lists the refused ones with reasons', async () => {
  const { ops } = await hostel();
  const [a, b] = [await newStudent(ops, { approve: false }), await newStudent(ops)];
  const done = await ops.post('/mess/students/bulk-approve', { ids: [a.id, b.id] });
  expect(done.body.data).toMatchObject({
    done: [a.id],
    refused: [{ id: b.id, code: 'mess.student.already_approved' }],
  });
  const c = await newStudent(ops, { approve: false });
  const denied = await ops.post('/mess/students/bulk-deny', { ids: [c.id], reason: 'no proof of the room' });
  expect(denied.body.data).toEqual({ done: [c.id], refused: [] });
});

test('codes in bulk: the same again, or new ones in their place, the older refused; for all as a task', async () => {
  const { ops, admin, app, db } = await hostel();
  const [a, b] = [await newStudent(ops), await newStudent(ops)];
  const same = await ops.post('/mess/students/bulk-codes', { ids: [b.id, a.id] });
  expect(same.body.data).toEqual([
    { student_id: b.id, qr: b.qr },
    { student_id: a.id, qr: a.qr },
  ]);
  const renewed = await ops.post('/mess/students/bulk-codes', { ids: [a.id], renew: true });
  expect(renewed.body.data[0].qr).not.toBe(a.qr);
  const waiting = await newStudent(ops, { approve: false });
  expect((await ops.post('/mess/students/bulk-codes', { ids: [waiting.id] })).body.error.code).toBe(
    'mess.student.not_approved',
  );
  expect((await ops.post('/api/v1/admin/qr/regenerate-all')).status).toBe(403);
  const all = await admin.post('/api/v1/admin/qr/regenerate-all');
  expect(all.status).toBe(202);
  expect(all.body.data.students).toBe(2);
  await drainJobs(app.boot, app.boot.services.jobs);
  expect(await db.selectFrom('task').select(['state', 'done']).executeTakeFirst()).toEqual({ state: 'done', done: 2 });
  const versions = await db.selectFrom('credential').select('version').orderBy('version').execute();
  expect(versions.map(({ version }) => version)).toEqual([2, 3]);
});

test('another hostel’s student does not exist here', async () => {
  const [here, there] = [await hostel(), await hostel()];
  const { id } = await newStudent(there.ops);
  expect((await here.ops.get(`/mess/students/${id}`)).status).toBe(404);
  expect((await here.ops.post(`/mess/students/${id}/suspend`)).status).toBe(404);
});
