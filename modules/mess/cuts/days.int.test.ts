import { afterEach, expect, test } from 'vitest';
import { findText } from '../../../kernel/i18n/index.ts';
import type { TestApp } from '../../../test/harness/index.ts';
import { hostel, MEALS, newCycle, newStudent, putMeals, setMeals } from '../test/factories.ts';

let app: TestApp | undefined;
afterEach(() => app?.clock.reset());

async function atNoon() {
  const all = await hostel();
  app = all.app;
  app.clock.set('2026-11-21T06:30:00Z');
  return all;
}

test('a cut begins tomorrow; cuts that touch become one; row and audit entry show it', async () => {
  const { ops, admin, db } = await atNoon();
  await newCycle(admin);
  const { id: student_id, roll_number } = await newStudent(ops);
  const first = await ops.post('/api/v1/mess-cuts/', { student_id, from: '2026-11-23', to: '2026-11-24' });
  expect(first.status).toBe(201);
  expect(first.body.data).toMatchObject({ from: '2026-11-23', to: '2026-11-24', days: 2, state: 'active' });
  const second = await ops.post('/mess/cuts', { student_id, from: '2026-11-25', to: '2026-11-26' });
  expect(second.body.data).toMatchObject({ from: '2026-11-23', to: '2026-11-26', days: 4, student: { roll_number } });
  const rows = await db.selectFrom('mess_cut').select(['id', 'state', 'merged_into']).orderBy('id').execute();
  expect(rows).toEqual([
    { id: first.body.data.id, state: 'merged', merged_into: second.body.data.id },
    { id: second.body.data.id, state: 'active', merged_into: null },
  ]);
  const entry = await db
    .selectFrom('audit_entry')
    .select('after')
    .where('action', '=', 'mess.cut.applied')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  expect(entry?.after).toMatchObject({ roll_number, from: '2026-11-23', to: '2026-11-26' });
  const on = encodeURIComponent('{"on":"2026-11-24"}');
  expect((await ops.get(`/mess/cuts?filter=${on}`)).body.data.length).toBe(1);
});

test.each([
  ['2026-11-21T17:29:59Z', '2026-11-22', 201, undefined],
  ['2026-11-21T17:30:01Z', '2026-11-22', 409, 'mess.cut.too_late'],
  ['2026-11-21T17:30:01Z', '2026-11-23', 201, undefined],
  ['2026-11-21T06:30:00Z', '2026-11-21', 409, 'mess.cut.same_day'],
  ['2026-11-21T06:30:00Z', '2026-11-20', 409, 'mess.cut.past'],
])('at %s a cut of %s: %i %s', async (at, from, status, code) => {
  const { ops, moveTo } = await atNoon();
  const { id: student_id } = await newStudent(ops);
  const later = await moveTo(at);
  const made = await later.ops.post('/mess/cuts', { student_id, from, to: from });
  expect([made.status, made.body.error?.code]).toEqual([status, code]);
});

test('the cut-off and the lengths are the organization’s own', async () => {
  const { ops, admin } = await atNoon();
  const { id: student_id } = await newStudent(ops);
  const bad = await admin.patch('/settings/mess', { cut_min_days: 9, cut_max_days: 3 });
  expect(bad.status).toBe(422);
  await admin.patch('/settings/mess', { cut_off: '11:00', cut_min_days: 2, cut_max_days: 3, cut_days_per_cycle: 3 });
  await newCycle(admin);
  const cut = (from: string, to: string) => ops.post('/mess/cuts', { student_id, from, to });
  expect((await cut('2026-11-22', '2026-11-23')).body.error.code).toBe('mess.cut.too_late');
  expect((await cut('2026-11-23', '2026-11-23')).body.error.code).toBe('mess.cut.too_short');
  expect((await cut('2026-11-23', '2026-11-26')).body.error.code).toBe('mess.cut.too_long');
  expect((await cut('2026-11-23', '2026-11-24')).status).toBe(201);
  expect((await cut('2026-11-27', '2026-11-28')).body.error).toMatchObject({ code: 'mess.cut.too_many_days' });
});

test('two simultaneous cuts of the same days leave one', async () => {
  const { ops, db } = await atNoon();
  const { id: student_id } = await newStudent(ops);
  const wish = { student_id, from: '2026-11-23', to: '2026-11-25' };
  const answers = await Promise.all([ops.post('/mess/cuts', wish), ops.post('/mess/cuts', wish)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect((await db.selectFrom('mess_cut').select('id').where('state', '=', 'active').execute()).length).toBe(1);
});

test('cancelling a cut that has begun frees the days from the first that can still change', async () => {
  const { ops, db, moveTo } = await atNoon();
  const { id: student_id } = await newStudent(ops);
  const made = await ops.post('/mess/cuts', { student_id, from: '2026-11-22', to: '2026-11-28' });
  const later = await moveTo('2026-11-23T06:30:00Z');
  const cancelled = await later.ops.post(`/mess/cuts/${made.body.data.id}/cancel`);
  expect(cancelled.body.data.state).toBe('cancelled');
  const active = await db.selectFrom('mess_cut').select(['from_on', 'to_on']).where('state', '=', 'active').execute();
  expect(active).toEqual([{ from_on: '2026-11-22', to_on: '2026-11-23' }]);
  const again = await later.ops.post(`/mess/cuts/${made.body.data.id}/cancel`);
  expect(again.body.error.code).toBe('mess.cut.already_over');
  const entry = await db
    .selectFrom('audit_entry')
    .select('after')
    .where('action', '=', 'mess.cut.cancelled')
    .executeTakeFirst();
  expect(entry?.after).toMatchObject({ eats_from: '2026-11-24' });
});

test('a closure: one day or many, one meal or all; only admins; whole days swallow cuts', async () => {
  const { ops, admin, db } = await atNoon();
  await setMeals(admin);
  const { id: student_id } = await newStudent(ops);
  const closure = { from: '2026-11-24', reason: 'Water tank' };
  expect((await ops.post('/mess/closures', closure)).status).toBe(403);
  const made = await admin.post('/api/v1/closures/', closure);
  expect(made.status).toBe(201);
  expect(made.body.data).toMatchObject({ from: '2026-11-24', to: '2026-11-24', meal: null, notified: 0 });
  const lunch = await admin.post('/mess/closures', { ...closure, to: '2026-11-30', meal: 'lunch' });
  expect(lunch.body.data).toMatchObject({ meal: 'lunch', days: 7 });
  expect((await admin.post('/mess/closures', { ...closure, meal: 'snacks' })).body.error.code).toBe(
    'mess.meal.not_found',
  );
  expect((await admin.post('/mess/closures', { ...closure, from: '2026-11-20' })).body.error.code).toBe(
    'mess.closure.already_over',
  );
  const swallowed = await ops.post('/mess/cuts', { student_id, from: '2026-11-24', to: '2026-11-24' });
  expect(swallowed.body.error.code).toBe('mess.cut.closed_anyway');
  const cancelled = await admin.post(`/mess/closures/${made.body.data.id}/cancel`);
  expect(cancelled.body.data.cancelled_at).not.toBeNull();
  expect((await admin.post(`/mess/closures/${made.body.data.id}/cancel`)).body.error.code).toBe(
    'mess.closure.already_cancelled',
  );
  expect((await ops.post('/mess/cuts', { student_id, from: '2026-11-24', to: '2026-11-24' })).status).toBe(201);
  const actions = await db
    .selectFrom('audit_entry')
    .select('action')
    .where('action', 'like', 'mess.closure.%')
    .orderBy('id')
    .execute();
  expect(actions.map(({ action }) => action)).toEqual([
    'mess.closure.made',
    'mess.closure.made',
    'mess.closure.cancelled',
  ]);
});

test('a closure that has begun can’t be taken back; the days to come can be taken off it', async () => {
  const { ops, admin, db, moveTo } = await atNoon();
  const { id: student_id } = await newStudent(ops);
  const made = await admin.post('/mess/closures', { from: '2026-11-23', to: '2026-11-30', reason: 'Holidays' });
  const later = await moveTo('2026-11-25T06:30:00Z');
  const at = `/mess/closures/${made.body.data.id}`;
  expect((await later.admin.post(`${at}/cancel`)).body.error.code).toBe('mess.closure.has_begun');
  const shorten = (to: string) => later.admin.post(`${at}/shorten`, { to });
  expect((await shorten('2026-11-24')).body.error.code).toBe('mess.closure.days_over');
  expect((await shorten('2026-11-22')).body.error.code).toBe('mess.closure.dates_reversed');
  expect((await shorten('2026-11-30')).body.error.code).toBe('mess.closure.not_shorter');
  expect((await later.ops.post(`${at}/shorten`, { to: '2026-11-26' })).status).toBe(403);
  expect((await shorten('2026-11-25')).body.data).toMatchObject({ to: '2026-11-25', days: 3, notified: 0 });
  expect((await shorten('2026-11-25')).body.error.code).toBe('mess.closure.already_over');
  expect((await later.admin.post(`${at}/cancel`)).body.error.code).toBe('mess.closure.already_over');
  // The days that are open again can be cut again.
  expect((await later.ops.post('/mess/cuts', { student_id, from: '2026-11-27', to: '2026-11-28' })).status).toBe(201);
  const row = await db.selectFrom('mess_closure').select(['from_on', 'to_on', 'cancelled_at']).executeTakeFirst();
  expect(row).toEqual({ from_on: '2026-11-23', to_on: '2026-11-25', cancelled_at: null });
  const entry = await db
    .selectFrom('audit_entry')
    .select(['before', 'after'])
    .where('action', '=', 'mess.closure.shortened')
    .executeTakeFirst();
  expect(entry).toMatchObject({ before: { to: '2026-11-30' }, after: { to: '2026-11-25' } });
});

test('meals: set, changed, switched off; two at once and one without time are refused', async () => {
  const { admin, db, app: opened } = await atNoon();
  const meals = await setMeals(admin);
  expect(meals.map(({ code, past_midnight }) => [code, past_midnight])).toEqual([
    ['lunch', false],
    ['dinner', true],
  ]);
  const refused = async (over: object) => (await putMeals(opened, admin, [{ ...MEALS[0], ...over }])).json().error.code;
  expect(await refused({ starts: '14:00', ends: '20:00' })).toBe('mess.meal.overlap');
  expect(await refused({ ends: '12:00' })).toBe('mess.meal.no_time');
  const off = await setMeals(admin, [{ ...MEALS[1], active: false }]);
  expect(off[1]).toMatchObject({ id: meals[1]?.id, active: false });
  expect((await admin.get('/mess/meals')).body.data).toEqual(off);
  const entry = await db
    .selectFrom('audit_entry')
    .select(['before', 'after'])
    .where('action', '=', 'mess.meal.set')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  expect(entry).toMatchObject({ before: { active: true }, after: { active: false } });
});

test('every text for a decision or a closure exists in each language', () => {
  for (const language of ['en', 'hi', 'es']) {
    for (const step of ['approve', 'suspend', 'reinstate', 'leave'])
      for (const key of [step, `${step}_reason`]) expect(findText(language, `chat.mess.notice.${key}`)).toBeTruthy();
    for (const notice of ['closed', 'open'])
      for (const what of ['all_day', 'all_days', 'meal_day', 'meal_days'])
        expect(findText(language, `chat.mess.closure.${notice}.${what}`)).toBeTruthy();
  }
});
