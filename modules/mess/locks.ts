import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../kernel/lib/result.ts';
import { type StudentState, type StudentStep, stepFrom } from './students/student-states.rule.ts';

/**
 * The order of locks in the mess: a student's row, then what they owe for a cycle, then the payment. So two requests
 * for one student take turns, and the second reads what the first did.
 */

export type StudentRecord = {
  id: string;
  person_id: string;
  roll_number: string;
  room: string | null;
  photo_file_id: string | null;
  state: StudentState;
  denial_reason: string | null;
  notify_meals: boolean;
  changing_code: boolean;
};

/**
 * Locks a student's row, but not against rows that only reference the student, such as a meal served or a rebate.
 * Refuses with `mess.student.not_found`, and when the state doesn't allow the step.
 */
export async function lockStudent(tx: Ctx, id: string, step?: StudentStep): Promise<Result<StudentRecord>> {
  const row = await tx.db
    .selectFrom('mess_student')
    .select(['id', 'person_id', 'roll_number', 'room', 'photo_file_id', 'state', 'denial_reason', 'notify_meals'])
    .select('changing_code')
    .where('organization_id', '=', orgOf(tx).id)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .$castTo<StudentRecord>()
    .executeTakeFirst();
  if (!row) return refuse('mess.student.not_found');
  if (!step) return ok(row);
  const allowed = stepFrom(row.state, step);
  return allowed.ok ? ok(row) : allowed;
}

export type CyclePaymentRecord = {
  id: string;
  student_id: string;
  cycle_id: string;
  state: string;
  payment_id: string | null;
  price_minor: number;
  credit_minor: number;
  charges_minor: number;
  currency: string;
  grace_until: string | null;
};

/** Locks what a student owes for a cycle, after the student; undefined when there is none. */
export async function lockCyclePayment(tx: Ctx, id: string): Promise<CyclePaymentRecord | undefined> {
  const found = await tx.db
    .selectFrom('mess_cycle_payment')
    .select('student_id')
    .where('organization_id', '=', orgOf(tx).id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!found) return undefined;
  await lockStudent(tx, found.student_id);
  return tx.db
    .selectFrom('mess_cycle_payment')
    .select(['id', 'student_id', 'cycle_id', 'state', 'payment_id', 'price_minor', 'credit_minor', 'currency'])
    .select(['charges_minor', 'grace_until'])
    .where('organization_id', '=', orgOf(tx).id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Transactions that change a closure, or decide by all of them, take turns; released at the end of the transaction. */
export async function takeTurns(tx: Ctx, what: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mess ${what} ${orgOf(tx).id}`}, 0))`.execute(tx.db);
}
