import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { type StudentState, type StudentStep, stepFrom } from './student-states.rule.ts';

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
    .where(inOrg(tx))
    .where('id', '=', id)
    .forNoKeyUpdate()
    .$castTo<StudentRecord>()
    .executeTakeFirst();
  if (!row) return refuse('mess.student.not_found');
  if (!step) return ok(row);
  const allowed = stepFrom(row.state, step);
  return allowed.ok ? ok(row) : allowed;
}
