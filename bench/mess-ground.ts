import pg from 'pg';
import type { Ctx } from '../kernel/ctx/index.ts';
import { orgOf } from '../kernel/ctx/index.ts';
import { addDevice, setUpDevice } from '../kernel/devices/index.ts';
import type { Result } from '../kernel/lib/result.ts';
import { addDays, dayIn } from '../kernel/lib/time.ts';
import type { Student } from '../modules/mess/contract.ts';
import { createCycle } from '../modules/mess/cycles/save-cycle.action.ts';
import { saveMeals } from '../modules/mess/meals/save-meals.action.ts';
import { registerStudent } from '../modules/mess/students/register-student.action.ts';

/** In parallel, so that five thousand students exist within half a minute. */
const SIDE_BY_SIDE = 24;

/**
 * A hostel: `students` who are approved, have paid, and get a chat message about each meal; one meal that lasts all
 * day, since the bench uses the real clock; a supervisor's scanner, and another that waits for its phone; and `scans`
 * of the days before, three meals a day, with their services.
 */
export async function openHostel(ctx: Ctx, adminUrl: string, students: number, scans: number) {
  const { timeZone } = orgOf(ctx);
  const today = dayIn(timeZone, new Date());
  must(await saveMeals(ctx, [{ code: 'lunch', name: 'Lunch', starts: '00:00', ends: '23:59', active: true }]));
  const cycle = must(
    await createCycle(ctx, {
      name: 'Bench',
      starts_on: addDays(today, -5),
      ends_on: addDays(today, 20),
      price: '3600',
    }),
  );
  const pupils: Student[] = [];
  let next = 0;
  const register = async () => {
    while (next < students) {
      const roll_number = `R${++next}`;
      const input = { name: `Student ${roll_number}`, roll_number, approve: true, notify_meals: true };
      pupils.push(must(await registerStudent(ctx, input)));
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, register));
  // One device that keeps a token, for requests, and one that waits for a phone.
  const gate = must(await addDevice(ctx, { kind: 'mess.supervisor', name: 'Gate 1' }));
  const { token } = must(await setUpDevice(ctx, gate.device.id, { code: gate.code }));
  const { code } = must(await addDevice(ctx, { kind: 'mess.supervisor', name: 'Gate 2' }));
  const scanner = { id: gate.device.id, name: gate.device.name, role: 'supervisor' } as const;

  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  // Foreign keys aren't checked for a million rows.
  await admin.query('set session_replication_role = replica; set synchronous_commit = off');
  for (const statement of history(orgOf(ctx).id, cycle.id, scans)) await admin.query(statement);
  for (const table of ['mess_scan', 'mess_service', 'mess_cycle_payment', 'mess_student', 'credential', 'person'])
    await admin.query(`vacuum analyze ${table}`);
  await admin.query('checkpoint');
  return {
    pupils,
    token: token as string,
    code,
    scanner,
    /** Nobody has eaten yet today. */
    clear: async () => void (await admin.query(`delete from mess_service where service_on >= '${today}'`)),
    close: () => admin.end(),
  };
}

function history(organizationId: string, cycleId: string, scans: number): string[] {
  const organization = `'${organizationId}'::uuid`;
  const student = `(select array_agg(id order by id) as ids, count(*) as n from mess_student)`;
  const meal = `(select id as meal_id from mess_meal limit 1) m`;
  const gate = `(select id as device_id, name as device_name from device order by id limit 1) t`;
  // Three meals a day, the latest yesterday; every student is scanned once at each.
  const at = `(date_trunc('day', now()) - interval '1 day' - (i / n / 3) * interval '1 day' + (i / n % 3) * interval '5 hours' + (i % n) * interval '1 second')`;
  const id = `(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7' || substr(md5('scan' || i), 1, 3) || '8' || substr(md5('scan' || i), 4, 15))::uuid`;
  const rows = `generate_series(0, ${scans - 1}) i, ${student} s, ${meal}, ${gate}`;
  return [
    `insert into mess_cycle_payment (organization_id, id, student_id, cycle_id, state, price_minor, credit_minor, currency, verified_at, created_at, updated_at)
     select ${organization}, gen_random_uuid(), id, '${cycleId}', 'verified', 360000, 360000, 'INR', now(), now(), now() from mess_student`,
    `insert into mess_scan (organization_id, id, nonce, code_hash, device_id, device_name, at, received_at, offline, student_id, meal_id, service_on, allowed)
     select ${organization}, ${id}, 'of the past ' || i, sha256(('code' || i % n)::bytea), device_id, device_name, ${at}, ${at}, false,
       ids[1 + i % n], meal_id, (${at})::date, true from ${rows}`,
    // The server has one meal, so of a day's three scans one is a service; the other two are refusals, as on a real
    // day.
    `insert into mess_service (organization_id, student_id, service_on, meal_id, scan_id, at, tell, told_at)
     select ${organization}, ids[1 + i % n], (${at})::date, meal_id, ${id}, ${at}, true, ${at} from ${rows} on conflict do nothing`,
  ];
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result.detail ?? {})}`);
  return result.data;
}
