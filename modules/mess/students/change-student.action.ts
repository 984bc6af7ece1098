import { isDeepStrictEqual } from 'node:util';
import { audit } from '../../../kernel/audit/index.ts';
import { sendToPerson } from '../../../kernel/channels/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { inLanguage, t } from '../../../kernel/i18n/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { changePerson } from '../../../kernel/people/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { STUDENT } from '../names.ts';
import { messSettings } from '../settings.ts';
import type { Student, StudentPatch } from './contract.ts';
import { lockStudent } from './lock-student.query.ts';
import { nextButton } from './next-button.ts';
import { takenBy } from './register-student.action.ts';
import { readRollNumber } from './roll-number.rule.ts';
import { checkPhoto } from './student-photo.ts';
import { getStudent, studentId } from './students.query.ts';

/**
 * Tells the student that their fixed code is refused at the door from now on, or valid again; unless everybody's code
 * changes anyway.
 */
async function notifyOfCode(tx: Ctx, personId: string, changes: boolean): Promise<void> {
  if ((await getSettings(tx, messSettings)).changing_codes) return;
  await sendToPerson(tx, personId, (language) => ({
    text: t(inLanguage(tx, language), `chat.mess.notice.${changes ? 'code_changes' : 'code_stays'}`),
    choices: [nextButton(language, 'qr')],
    about: 'mess.code',
  }));
}

/**
 * Changes the given fields of a student and of the person behind; an equal value writes nothing. A student whose code
 * begins or stops to change is notified. Refuses as registerStudent does, and with `mess.student.not_found`.
 */
export async function changeStudent(ctx: Ctx, reference: string, patch: StudentPatch): Promise<Result<Student>> {
  const id = await studentId(ctx, reference);
  if (!id.ok) return id;
  const roll = patch.roll_number === undefined ? undefined : readRollNumber(patch.roll_number);
  if (roll === null)
    return refuse('mess.student.roll_malformed', undefined, { roll_number: 'mess.student.roll_malformed' });
  try {
    return await transaction(ctx, async (tx) => {
      const photo = await checkPhoto(tx, patch.photo_file_id);
      if (!photo.ok) return photo;
      const locked = await lockStudent(tx, id.data);
      if (!locked.ok) return locked;
      const before = locked.data;
      const { name, phone, keep_phone, email, language } = patch;
      const contact = Object.fromEntries(
        Object.entries({ name, phone, keep_phone, email, language }).filter(([, value]) => value !== undefined),
      );
      if (Object.keys(contact).some((key) => key !== 'keep_phone')) {
        const person = await changePerson(tx, before.person_id, contact);
        if (!person.ok) return person;
      }
      const after = {
        roll_number: roll ?? before.roll_number,
        room: patch.room === undefined ? before.room : patch.room?.trim() || null,
        photo_file_id: patch.photo_file_id === undefined ? before.photo_file_id : patch.photo_file_id,
        notify_meals: patch.notify_meals ?? before.notify_meals,
        changing_code: patch.changing_code ?? before.changing_code,
      };
      const { roll_number, room, photo_file_id, notify_meals, changing_code } = before;
      const was = { roll_number, room, photo_file_id, notify_meals, changing_code };
      if (!isDeepStrictEqual(was, after)) {
        await tx.db
          .updateTable('mess_student')
          .set({ ...after, updated_at: tx.clock.now() })
          .where(inOrg(tx))
          .where('id', '=', id.data)
          .execute();
        await audit(tx, 'mess.student.changed', {
          subject: { type: STUDENT, id: id.data },
          before: was,
          after,
        });
      }
      if (after.changing_code !== changing_code && before.state === 'approved')
        await notifyOfCode(tx, before.person_id, after.changing_code);
      return getStudent(tx, id.data);
    });
  } catch (error) {
    const refusal = takenBy(error);
    if (refusal) return refusal;
    throw error;
  }
}
