import { audit } from '../../../kernel/audit/index.ts';
import { findCredential, issueCredential, reissueCredential } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { mirror } from '../../../kernel/mirror/index.ts';
import { changePerson, createPerson } from '../../../kernel/people/index.ts';
import { studentRegistered } from '../mirrored.ts';
import { STUDENT } from '../names.ts';
import type { NewStudentInput, Student } from './contract.ts';
import { lockStudent } from './lock-student.query.ts';
import { readRollNumber } from './roll-number.rule.ts';
import { checkPhoto } from './student-photo.ts';
import { getStudent } from './students.query.ts';

/**
 * Registers a student: pending until staff decide, or approved at once with a code. A person who was denied or has left
 * becomes pending again, as the same student.
 *
 * Refusals: `mess.student.` `roll_malformed`, `roll_taken`, `person_taken`, `photo_unknown`, and those of createPerson
 * and changePerson.
 */
export async function registerStudent(ctx: Ctx, input: NewStudentInput): Promise<Result<Student>> {
  const roll_number = readRollNumber(input.roll_number);
  if (!roll_number)
    return refuse('mess.student.roll_malformed', undefined, { roll_number: 'mess.student.roll_malformed' });
  try {
    return await transaction(ctx, (tx) => register(tx, input, roll_number));
  } catch (error) {
    const refusal = takenBy(error);
    if (refusal) return refusal;
    throw error;
  }
}

/** Of two simultaneous registrations the database accepts one; the other gets this refusal. */
export function takenBy(error: unknown) {
  const { constraint } = error as { constraint?: string };
  if (constraint === 'mess_student_organization_id_roll_number_key')
    return refuse('mess.student.roll_taken', undefined, { roll_number: 'mess.student.roll_taken' });
  if (constraint === 'mess_student_organization_id_person_id_key') return refuse('mess.student.person_taken');
  return null;
}

async function register(tx: Ctx, input: NewStudentInput, roll_number: string): Promise<Result<Student>> {
  const photo = await checkPhoto(tx, input.photo_file_id);
  if (!photo.ok) return photo;
  const contact = {
    name: input.name,
    ...(input.phone !== undefined && { phone: input.phone }),
    ...(input.keep_phone !== undefined && { keep_phone: input.keep_phone }),
    ...(input.email !== undefined && { email: input.email }),
    ...(input.language !== undefined && { language: input.language }),
  };
  const person = await (input.person_id ? changePerson(tx, input.person_id, contact) : createPerson(tx, contact));
  if (!person.ok) return person;
  const holder = await holderOf(tx, roll_number);
  if (holder && holder.person_id !== person.data.id)
    return refuse('mess.student.roll_taken', undefined, { roll_number: 'mess.student.roll_taken' });
  const now = tx.clock.now();
  const state = input.approve ? 'approved' : 'pending';
  const decided = {
    decided_at: input.approve ? now : null,
    decided_by_name: input.approve ? tx.actor.name : null,
  };
  const values = {
    roll_number,
    room: input.room?.trim() || null,
    photo_file_id: input.photo_file_id ?? null,
    state,
    denial_reason: null,
    notify_meals: input.notify_meals ?? false,
    // Registering again doesn't remove this mark.
    ...(input.changing_code !== undefined && { changing_code: input.changing_code }),
    updated_at: now,
    ...decided,
  };
  const before = await studentOf(tx, person.data.id);
  const id = before ?? newId(now.getTime());
  if (before) {
    const locked = await lockStudent(tx, id, 'reapply');
    if (!locked.ok) return locked.code === 'mess.student.not_found' ? locked : refuse('mess.student.person_taken');
    await tx.db.updateTable('mess_student').set(values).where(inOrg(tx)).where('id', '=', id).execute();
  } else {
    await tx.db
      .insertInto('mess_student')
      .values({ organization_id: orgOf(tx).id, id, person_id: person.data.id, ...values, created_at: now })
      .execute();
  }
  if (input.approve) await giveCode(tx, id);
  await audit(tx, before ? 'mess.student.reapplied' : 'mess.student.registered', {
    subject: { type: STUDENT, id },
    after: { name: person.data.name, roll_number, room: values.room, state },
  });
  const student = await getStudent(tx, id);
  if (student.ok) {
    const { roll_number, name, room, phone, state } = student.data;
    await mirror(tx, studentRegistered, { roll_number, name, room, phone, state });
  }
  return student;
}

/** Issues a student's code: the first one, or a new one when the last was revoked. */
export async function giveCode(tx: Ctx, id: string): Promise<void> {
  const subject = { subjectType: STUDENT, subjectId: id };
  const present = await findCredential(tx, subject);
  if (!present?.revokedAt) await issueCredential(tx, subject);
  else {
    const issued = await reissueCredential(tx, subject);
    if (!issued.ok) throw new Error(`${issued.code}: student ${id}`);
  }
}

async function holderOf(tx: Ctx, roll_number: string) {
  return tx.db
    .selectFrom('mess_student')
    .select('person_id')
    .where(inOrg(tx))
    .where('roll_number', '=', roll_number)
    .executeTakeFirst();
}

async function studentOf(tx: Ctx, person_id: string): Promise<string | null> {
  const row = await tx.db
    .selectFrom('mess_student')
    .select('id')
    .where(inOrg(tx))
    .where('person_id', '=', person_id)
    .executeTakeFirst();
  return row?.id ?? null;
}
