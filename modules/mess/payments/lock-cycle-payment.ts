import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { lockStudent } from '../students/lock-student.query.ts';

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
    .where(inOrg(tx))
    .where('id', '=', id)
    .executeTakeFirst();
  if (!found) return undefined;
  await lockStudent(tx, found.student_id);
  return tx.db
    .selectFrom('mess_cycle_payment')
    .select(['id', 'student_id', 'cycle_id', 'state', 'payment_id', 'price_minor', 'credit_minor', 'currency'])
    .select(['charges_minor', 'grace_until'])
    .where(inOrg(tx))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}
