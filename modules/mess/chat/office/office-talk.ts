import type { Choice, Talk } from '../../../../kernel/conversations/index.ts';
import type { Ctx } from '../../../../kernel/ctx/index.ts';
import { formatTime, formattingOf } from '../../../../kernel/i18n/index.ts';
import { ok, type Result, refuse } from '../../../../kernel/lib/result.ts';
import { staffOf } from '../../../../kernel/staff/index.ts';
import { OFFICE_FLOW } from '../../names.ts';
import type { Student } from '../../students/contract.ts';
import { entryOf } from '../talking.ts';

/** What the flow remembers between messages. */
export type Working = {
  /** uuid of the student in question */
  student?: string;
  /** uuid of the payment */
  payment?: string;
  /** an announcement before it is sent */
  text?: string;
};
export type Desk = Talk<Working>;

export const entry = entryOf(OFFICE_FLOW);

/**
 * A context with the member of staff of this chat as actor; refuses with `http.forbidden` when they may not, or are not
 * staff.
 */
export async function staffFor({ ctx, conversation }: Desk, permission: string): Promise<Result<Ctx>> {
  const actor = await staffOf(ctx, conversation.id);
  return actor && ctx.services.authenticator.can({ ...ctx, actor }, permission)
    ? ok({ ...ctx, actor })
    : refuse('http.forbidden');
}

/** Buttons that lead back to the lists after a decision. */
export const onwards = (talk: Desk, list: 'pending' | 'proofs'): Choice[] => [entry(talk, list), entry(talk, 'office')];

/** Who decided about a student, and when: for the second member who presses. */
export function decidedText({ ctx, t }: Desk, student: Student): string {
  return t(`decided.${student.state}`, {
    name: student.name,
    roll: student.roll_number,
    by: student.decided_by ?? '',
    time: student.decided_at ? formatTime(student.decided_at, formattingOf(ctx)) : '',
  });
}
