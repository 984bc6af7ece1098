import type { Ctx } from '../../../../kernel/ctx/index.ts';
import { t } from '../../../../kernel/i18n/index.ts';
import type { Student } from '../../students/contract.ts';

/** A student as the office reads them in a chat. */
export function registrationText(ctx: Ctx, heading: 'new' | 'one', student: Student): string {
  return t(ctx, `chat.mess.office.registration.${heading}`, {
    name: student.name,
    roll: student.roll_number,
    room: student.room ?? '–',
    phone: student.phone ?? '–',
  });
}
