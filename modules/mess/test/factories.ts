import { type Caller, newOrganization, type TestApp, useTestApp } from '../../../test/harness/index.ts';
import type { Cycle } from '../cycles/contract.ts';
import type { Meal } from '../meals/contract.ts';
import type { Student } from '../students/contract.ts';

let serial = 0;

/** A fresh hostel with an admin and somebody at the office. */
export async function hostel(over: object = {}, on?: TestApp) {
  const app = on ?? (await useTestApp());
  const organization = await newOrganization(app, over);
  const [admin, ops] = await Promise.all([organization.as('admin'), organization.as('ops')]);
  /** Moves the clock, and signs both in again: a session ends when nobody uses it for hours. */
  const moveTo = async (at: string) => {
    app.clock.set(at);
    const [admin, ops] = await Promise.all([organization.as('admin'), organization.as('ops')]);
    return { admin, ops };
  };
  return { app, organization, admin, ops, moveTo, ctx: organization.ctx, db: organization.ctx.db };
}

/** A student through the API, approved unless `over` says otherwise. */
export async function newStudent(caller: Caller, over: object = {}): Promise<Student> {
  serial += 1;
  const input = { name: 'Asha Verma', roll_number: `21CS${1000 + serial}`, room: 'B-204', approve: true, ...over };
  const made = await caller.post('/mess/students', input);
  if (made.status !== 201) throw new Error(`no student: ${JSON.stringify(made.body)}`);
  return made.body.data;
}

/** November 2026 at 3600 rupees unless `over` says otherwise. */
export async function newCycle(admin: Caller, over: object = {}): Promise<Cycle> {
  const input = { name: 'November', starts_on: '2026-11-01', ends_on: '2026-11-30', price: '3600', ...over };
  const made = await admin.post('/mess/cycles', input);
  if (made.status !== 201) throw new Error(`no cycle: ${JSON.stringify(made.body)}`);
  return made.body.data;
}

export const MEALS = [
  { code: 'lunch', name: 'Lunch', starts: '12:00', ends: '14:30', active: true },
  { code: 'dinner', name: 'Dinner', starts: '19:30', ends: '00:30', active: true },
];

export async function setMeals(admin: Caller, meals: object[] = MEALS): Promise<Meal[]> {
  const set = await putMeals(await useTestApp(), admin, meals);
  if (set.statusCode !== 200) throw new Error(`no meals: ${set.body}`);
  return set.json().data;
}

export function putMeals(app: TestApp, admin: Caller, meals: object[]) {
  return app.http.inject({ method: 'PUT', url: '/api/v1/mess/meals', payload: { meals }, headers: admin.headers });
}
