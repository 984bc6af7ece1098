import { afterEach, beforeEach, expect, test } from 'vitest';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { hostel, newCycle, newStudent, setMeals } from '../test/factories.ts';
import { keepCounts } from './keep-counts.action.ts';
import { sweepCountsJob } from './sweep-counts.job.ts';

/** Tomorrow's count, taken each evening, and what the kitchen reads of it. The hostel is in Kolkata. */

type Hostel = Awaited<ReturnType<typeof hostel>>;
let at: Hostel;
let lunch: string;
beforeEach(async () => {
  at = await hostel();
  at = { ...at, ...(await at.moveTo('2026-11-02T06:30:00Z')) };
  await newCycle(at.admin);
  lunch = (await setMeals(at.admin)).find(({ code }) => code === 'lunch')?.id as string;
});
afterEach(() => at.app.clock.reset());

/** Runs the sweep and the jobs that it enqueues. */
async function sweep() {
  await sweepCountsJob.run(at.app.ctxFor(null, 'test'), {}, undefined as never);
  await drainJobs(at.app.boot, at.app.boot.services.jobs);
}
const kept = () => at.db.selectFrom('mess_meal_count').selectAll().orderBy('service_on').execute();
const cookCount = async (query = '') => (await at.ops.get(`/mess/reports/cook-count${query}`)).body.data;
const lunchOf = (count: { meals: { meal: { code: string } }[] }) =>
  count.meals.find(({ meal }) => meal.code === 'lunch') as never as Record<string, unknown>;

async function paid(n: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < n; i++) {
    const { id } = await newStudent(at.ops);
    await at.ops.post(`/mess/students/${id}/cash`, {});
    ids.push(id);
  }
  return ids;
}
/** Writes services for a day's lunch, as the door does. */
const serve = (day: string, ids: string[]) =>
  at.db
    .insertInto('mess_service')
    .values(
      ids.map((student_id) => ({
        organization_id: at.organization.id,
        student_id,
        service_on: day,
        meal_id: lunch,
        scan_id: newId(),
        at: new Date(`${day}T07:00:00Z`),
        notify: false,
      })),
    )
    .execute();

test('every student who is approved, has paid and is not away is expected; nobody at a closed meal', async () => {
  const [away] = await paid(4);
  await newStudent(at.ops);
  const waits = await newStudent(at.ops);
  await at.ops.post(`/mess/students/${waits.id}/proofs`, { transaction_reference: 'UTR77' });
  await newStudent(at.ops, { approve: false });
  await at.ops.post('/mess/cuts', { student_id: away, from: '2026-11-03', to: '2026-11-03' });
  const tomorrow = await cookCount();
  expect(tomorrow).toMatchObject({
    day: '2026-11-03',
    people: { approved: 6, eating: 3, away: 1, unpaid: 2, proof_waits: 1 },
  });
  expect(lunchOf(tomorrow)).toMatchObject({
    may_eat: 3,
    count: 3,
    share: { basis: 'nothing', percent: null },
    kept: null,
  });
  await at.admin.post('/mess/closures', { from: '2026-11-03', meal: 'lunch', reason: 'Gas' });
  expect(lunchOf(await cookCount())).toMatchObject({ closed: true, may_eat: 0, count: 0 });
  expect(lunchOf(await cookCount('?day=2026-11-04'))).toMatchObject({ may_eat: 4 });
});

test('the count is stored at the cut-off, not before; stored counts do not change', async () => {
  const ids = await paid(3);
  at = { ...at, ...(await at.moveTo('2026-11-02T17:29:30Z')) };
  await sweep();
  const notified = async () => (await kept()).filter(({ service_on }) => service_on === '2026-11-03');
  expect(await notified()).toEqual([]);
  at = { ...at, ...(await at.moveTo('2026-11-02T17:30:00Z')) };
  await sweep();
  await sweep();
  expect(await notified()).toMatchObject([
    { expected: 3, forecast: 3, served: null },
    { expected: 3, forecast: 3, served: null },
  ]);
  const audited = await at.db
    .selectFrom('audit_entry')
    .select('after')
    .where('action', '=', 'mess.count.kept')
    .execute();
  expect(audited).toMatchObject([{ after: { day: '2026-11-03', lunch: 3, dinner: 3 } }]);
  await at.ops.post(`/mess/students/${ids[0]}/leave`, {});
  await sweep();
  expect(lunchOf(await cookCount())).toMatchObject({
    kept: 3,
    count: 2,
    kept_at: expect.stringMatching(/^2026-11-02T17:30:/),
  });
});

test('when nothing ran at the cut-off, the meals of the day that haven’t begun are counted late', async () => {
  await paid(2);
  // Half past six in the evening: lunch has begun, dinner at half past seven has not.
  at = { ...at, ...(await at.moveTo('2026-11-03T13:00:00Z')) };
  await sweep();
  const today = (await kept()).filter(({ service_on, forecast }) => service_on === '2026-11-03' && forecast !== null);
  expect(today).toHaveLength(1);
  expect(today[0]?.meal_id).not.toBe(lunch);
});

test('those who came are counted the night after, late scans within a week; the error stays', async () => {
  const ids = await paid(10);
  // Three days of eight in ten, each counted the evening before for everybody, since nothing was known.
  for (const day of ['2026-11-02', '2026-11-03', '2026-11-04']) {
    at = { ...at, ...(await at.moveTo(`${day}T18:00:00Z`)) };
    await serve(day, ids.slice(0, 8));
    await sweep();
  }
  at = { ...at, ...(await at.moveTo('2026-11-04T18:40:00Z')) };
  await sweep();
  expect((await kept()).filter(({ meal_id }) => meal_id === lunch)).toMatchObject([
    { service_on: '2026-11-01', entitled: 0, served: 0, forecast: null },
    { service_on: '2026-11-02', entitled: 10, served: 8, forecast: null },
    { service_on: '2026-11-03', entitled: 10, served: 8, forecast: 10 },
    { service_on: '2026-11-04', entitled: 10, served: 8, forecast: 10 },
    { service_on: '2026-11-05', entitled: null, forecast: 10 },
  ]);
  const count = await cookCount('?day=2026-11-06');
  expect(lunchOf(count)).toMatchObject({
    may_eat: 10,
    count: 8,
    share: { basis: 'meal', days: 3, entitled: 30, served: 24, percent: 80 },
  });
  expect(count.error.total).toEqual({ days: 2, mean_absolute: 2, bias: 2, percent: 25 });
  expect(count.error.days.filter(({ meal_id }: { meal_id: string }) => meal_id !== lunch)[0]).toEqual({
    day: '2026-11-04',
    meal_id: expect.any(String),
    may_eat: 10,
    count: 10,
    served: null,
  });
  expect(count.error.days.filter(({ meal_id }: { meal_id: string }) => meal_id === lunch)).toMatchObject([
    { day: '2026-11-04', count: 10, served: 8 },
    { day: '2026-11-03', count: 10, served: 8 },
  ]);
  // A phone that was offline hands in one more of the 4th.
  await serve('2026-11-04', ids.slice(8, 9));
  at = { ...at, ...(await at.moveTo('2026-11-05T17:35:00Z')) };
  await sweep();
  const rows = await kept();
  expect(rows.find((row) => row.meal_id === lunch && row.service_on === '2026-11-04')).toMatchObject({ served: 9 });
  // From the three days of lunch known by then: (8 + 8 + 9) of 30. Dinner was never scanned, so everybody is expected
  // there.
  const notified = rows.filter(({ service_on }) => service_on === '2026-11-06');
  expect(notified.find(({ meal_id }) => meal_id === lunch)?.forecast).toBe(8);
  expect(notified.find(({ meal_id }) => meal_id !== lunch)?.forecast).toBe(10);
});

test('two processes that sweep at once store one count', async () => {
  await paid(1);
  at = { ...at, ...(await at.moveTo('2026-11-02T17:30:00Z')) };
  const both = await Promise.all([keepCounts(at.ctx), keepCounts(at.ctx)]);
  expect(both.map((each) => each.ok && each.data.stored).sort()).toEqual([0, 2]);
});

test('a day that a fast clock took for over still gets its forecast, and keeps what was counted', async () => {
  await paid(2);
  at = { ...at, ...(await at.moveTo('2026-11-04T06:30:00Z')) };
  await keepCounts(at.ctx);
  at = { ...at, ...(await at.moveTo('2026-11-02T17:30:00Z')) };
  await keepCounts(at.ctx);
  const rows = (await kept()).filter(({ service_on }) => service_on === '2026-11-03');
  expect(rows).toMatchObject([
    { forecast: 2, served: 0 },
    { forecast: 2, served: 0 },
  ]);
});

test('each hostel is counted by its own clock', async () => {
  const kigali = await hostel({ country: 'RW', currency: 'RWF', timeZone: 'Africa/Kigali' }, at.app);
  const { admin } = await kigali.moveTo('2026-11-02T17:30:00Z');
  await newCycle(admin, { price: '60000' });
  await setMeals(admin);
  const notified = async () =>
    (await kigali.db.selectFrom('mess_meal_count').selectAll().where('service_on', '=', '2026-11-03').execute()).length;
  // Half past seven in the evening there; eleven at night in Kolkata.
  await sweep();
  expect([await notified(), (await kept()).some(({ service_on }) => service_on === '2026-11-03')]).toEqual([0, true]);
  await kigali.moveTo('2026-11-02T21:00:00Z');
  await sweep();
  expect(await notified()).toBe(2);
});
