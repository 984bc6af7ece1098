import { audit } from '../../../kernel/audit/index.ts';
import { sendToPerson, withdrawChoices } from '../../../kernel/channels/index.ts';
import { revokeCredential } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { inLanguage, t } from '../../../kernel/i18n/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { STUDENT } from '../names.ts';
import type { BulkAnswer, Student } from './contract.ts';
import { lockStudent } from './lock-student.query.ts';
import { nextButton } from './next-button.ts';
import { giveCode } from './register-student.action.ts';
import { type StudentStep, studentStates } from './student-states.rule.ts';
import { getStudent, studentId } from './students.query.ts';

export type Decision = Exclude<StudentStep, 'reapply'>;

/** The audit actions. */
const SENTENCES: Record<Decision, string> = {
  approve: 'mess.student.approved',
  deny: 'mess.student.denied',
  suspend: 'mess.student.suspended',
  reinstate: 'mess.student.reinstated',
  leave: 'mess.student.left',
};

/** What a student does next in their chat. */
const NEXT: Partial<Record<Decision, string>> = { approve: 'qr', reinstate: 'qr', deny: 'register' };
/**
 * Decides about a student: one transaction for the state, the code (issued at approval, revoked when they leave), the
 * audit and the message to the student. Of two simultaneous decisions one succeeds, and the other is refused.
 *
 * Refusals: `mess.student.` `not_found`, `reason_blank` (to deny), `already_approved`, `already_denied`,
 * `already_suspended`, `already_left`, `still_pending`.
 */
export async function decideStudent(
  ctx: Ctx,
  reference: string,
  step: Decision,
  why?: string | null,
): Promise<Result<Student>> {
  const reason = why?.trim() || null;
  if (step === 'deny' && !reason)
    return refuse('mess.student.reason_blank', undefined, { reason: 'mess.student.reason_blank' });
  const found = await studentId(ctx, reference);
  if (!found.ok) return found;
  const id = found.data;
  return transaction(ctx, async (tx) => {
    const locked = await lockStudent(tx, id, step);
    if (!locked.ok) return locked;
    const before = locked.data;
    const state = studentStates[before.state][step] ?? before.state;
    const now = tx.clock.now();
    await tx.db
      .updateTable('mess_student')
      .set({
        state,
        denial_reason: step === 'deny' ? reason : null,
        decided_at: now,
        decided_by_name: tx.actor.name,
        updated_at: now,
      })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    await withdrawChoices(tx, { type: STUDENT, id });
    if (step === 'approve') await giveCode(tx, id);
    if (step === 'leave') {
      const revoked = await revokeCredential(tx, { subjectType: STUDENT, subjectId: id, reason: reason ?? 'left' });
      // A student who was never approved has no code.
      if (!revoked.ok && revoked.code !== 'credentials.not_found') return revoked;
    }
    await audit(tx, SENTENCES[step], {
      subject: { type: STUDENT, id },
      before: { state: before.state },
      after: { state, roll_number: before.roll_number },
      note: reason,
    });
    await sendToPerson(tx, before.person_id, (language) => ({
      text: t(inLanguage(tx, language), `chat.mess.notice.${step}${step !== 'deny' && reason ? '_reason' : ''}`, {
        reason: reason ?? '',
      }),
      ...(NEXT[step] && { choices: [nextButton(language, NEXT[step])] }),
      about: `mess.${step}`,
    }));
    return getStudent(tx, id);
  });
}

/** The same for many students; each succeeds or fails alone. */
export async function decideStudents(
  ctx: Ctx,
  ids: string[],
  step: Decision,
  why?: string,
): Promise<Result<BulkAnswer>> {
  const done: string[] = [];
  const refused: BulkAnswer['refused'] = [];
  for (const id of new Set(ids)) {
    const decided = await decideStudent(ctx, id, step, why);
    if (decided.ok) done.push(id);
    else refused.push({ id, code: decided.code, message: t(ctx, `errors.${decided.code}`, decided.detail) });
  }
  return ok({ done, refused });
}
