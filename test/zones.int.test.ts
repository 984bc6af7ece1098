/** Days and hours when the database has other rules of a time zone than the program: the program's count. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { Ctx } from '../kernel/ctx/index.ts';
import { todayByZone } from '../kernel/db/index.ts';
import type { Result } from '../kernel/lib/result.ts';
import { addDays, dayBounds, dayIn, dayStarts, hourStarts, wallText } from '../kernel/lib/time.ts';
import { verifyPayment } from '../kernel/payments/index.ts';
import { registerCustomer } from '../modules/exhibition/customers/register-customer.action.ts';
import { createExhibition } from '../modules/exhibition/exhibitions/save-exhibition.action.ts';
import { uncountedOrganizations } from '../modules/mess/cook-count/counts-due.query.ts';
import { mealEnds } from '../modules/mess/cook-count/meal-days.query.ts';
import { eatersByMeal } from '../modules/mess/cook-count/people-of-day.query.ts';
import { createCycle } from '../modules/mess/cycles/save-cycle.action.ts';
import { saveMeals } from '../modules/mess/meals/save-meals.action.ts';
import { takeCash } from '../modules/mess/payments/pay-cycle.action.ts';
import { cyclesOver, organizationsWithCyclesOver } from '../modules/mess/rebates/cycles-over.query.ts';
import { registerStudent } from '../modules/mess/students/register-student.action.ts';
import { confirmOrder } from '../modules/raffle/orders/confirm-order.action.ts';
import { placeOrder } from '../modules/raffle/orders/place-order.action.ts';
import { createRaffle } from '../modules/raffle/raffles/save-raffle.action.ts';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from './harness/index.ts';

/**
 * Node reads it as five and a half hours ahead of UTC, PostgreSQL (after POSIX) as so much behind: they always
 * disagree.
 */
const ODD = '+05:30';
/** A quarter past midnight there, and by the other reading early in the afternoon of the day before. */
const NIGHT = '2026-11-10T18:45:00Z';
const DAY = '2026-11-11';

let app: TestApp;
let organization: TestOrganization;
const at = (instant: string): Ctx => ({ ...organization.ctx, clock: { now: () => new Date(instant) } });
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result.fields ?? result.detail ?? {})}`);
  return result.data;
};
beforeAll(async () => {
  app = await useTestApp();
  organization = await newOrganization(app, { timeZone: ODD });
});

test('the two do disagree', async () => {
  const { rows } = await sql<{ day: string }>`
    select (${new Date(NIGHT)}::timestamptz at time zone ${ODD})::date as day`.execute(app.boot.database.system);
  expect(dayIn(ODD, new Date(NIGHT))).toBe(DAY);
  expect(rows[0]?.day).not.toBe(DAY);
});

test('the dashboard counts a registration on the day and in the hour of the program’s zone rules', async () => {
  const night = at(NIGHT);
  const running = must(
    await createExhibition(night, { name: 'Fair', prefix: 'Z', starts_on: addDays(DAY, -3), ends_on: addDays(DAY, 3) }),
  );
  const guest = { exhibition_id: running.id, name: 'Asha', email: 'asha@example.org', phone: '+919845012345' };
  must(await registerCustomer(night, guest));
  must(await registerCustomer(at('2026-11-10T18:15:00Z'), { ...guest, email: 'ravi@example.org' }));
  app.clock.set('2026-11-10T18:50:00Z');
  try {
    const admin = await organization.as('admin');
    const { data } = (await admin.get('/exhibition/dashboard')).body;
    expect(data.today).toMatchObject({ day: DAY, registrations: 1 });
    expect(data.by_hour[0]).toMatchObject({ hour: 0, registrations: 1 });
    expect(data.by_day.at(-2)).toMatchObject({ day: addDays(DAY, -1), registrations: 1 });
  } finally {
    app.clock.reset();
  }
});

test('a raffle’s sales are of the program’s day', async () => {
  const night = at(NIGHT);
  const raffle = must(
    await createRaffle(night, { title: 'Raffle', ticket_price: '10', last_number: 100, active: true, pay_to: 'UPI' }),
  );
  const placed = must(
    await placeOrder(night, {
      raffle: raffle.id,
      personId: null,
      contactName: 'Asha',
      contactPhone: '+919845012345',
      numbers: [7],
    }),
  );
  const order = must(await confirmOrder(night, placed.id));
  must(await verifyPayment(night, order.payment?.id ?? '', { transactionReference: 'UTR410000001' }));
  app.clock.set('2026-11-10T18:50:00Z');
  try {
    const ops = await organization.as('ops');
    const { data } = (await ops.get(`/raffle/raffles/${raffle.code}/sales`)).body;
    expect(data.by_day.filter((each: { orders: number }) => each.orders > 0)).toMatchObject([{ day: DAY, orders: 1 }]);
  } finally {
    app.clock.reset();
  }
});

test('a mess’s cycle is over, and its people are counted, by the program’s day', async () => {
  const then = at('2026-11-08T06:00:00Z');
  must(await saveMeals(then, [{ code: 'lunch', name: 'Lunch', starts: '12:00', ends: '14:00', active: true }]));
  const cycle = must(
    await createCycle(then, { name: 'Cycle', starts_on: '2026-11-01', ends_on: addDays(DAY, -1), price: '100' }),
  );
  const student = must(
    await registerStudent(then, { name: 'Asha', roll_number: 'R1', room: 'A1', phone: '+919845012345', approve: true }),
  );
  // Twenty past midnight of the 10th: too late for the day before.
  must(await takeCash(at('2026-11-09T18:50:00Z'), student.id, { cycle_id: cycle.id }));
  const supper = { id: randomUUID(), code: 'dinner', starts: '20:00', ends: '00:15', active: true } as const;
  const suppers = mealEnds(at(NIGHT), ['2026-11-09', '2026-11-10'], [supper]);
  const eaters = await eatersByMeal(at(NIGHT), suppers);
  expect(suppers.map(({ day }) => eaters.get(`${day} ${supper.id}`) ?? 0)).toEqual([0, 1]);

  const nobody = (instant: string): Ctx => ({ ...app.ctxFor(null, 'test'), clock: { now: () => new Date(instant) } });
  const over = async (instant: string) =>
    (await organizationsWithCyclesOver(nobody(instant))).includes(organization.id) &&
    (await cyclesOver(at(instant))).includes(cycle.id);
  expect([await over('2026-11-10T18:15:00Z'), await over(NIGHT)]).toEqual([false, true]);
  expect(await uncountedOrganizations(nobody(NIGHT))).toContain(organization.id);
  const { zones, days } = await todayByZone(nobody(NIGHT));
  expect(days[zones.indexOf(ODD)]).toBe(DAY);
});

test('days and hours begin by the local clock, also when it jumps', () => {
  const text = (zone: string, instants: Date[]) => instants.map((instant) => wallText(zone, instant).slice(11, 16));
  const spring = hourStarts('Europe/Berlin', '2026-03-29');
  expect(text('Europe/Berlin', spring).slice(1, 5)).toEqual(['01:00', '03:00', '03:00', '04:00']);
  const autumn = hourStarts('Europe/Berlin', '2026-10-25');
  expect((autumn[3]?.getTime() ?? 0) - (autumn[2]?.getTime() ?? 0)).toBe(2 * 3_600_000);
  // Morocco sets its clock back for Ramadan; each version of the rules has other dates.
  const morocco = dayStarts('Africa/Casablanca', '2026-02-01', 60);
  expect(new Set(text('Africa/Casablanca', morocco))).toEqual(new Set(['00:00']));
  expect(morocco[0]).toEqual(dayBounds('Africa/Casablanca', '2026-02-01').from);
});
