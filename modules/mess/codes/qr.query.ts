import type { Ctx } from '../../../kernel/ctx/index.ts';
import type { QrSheetItem } from '../../../kernel/documents/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { getStudent, studentsById } from '../students/students.query.ts';

/**
 * The text of a student's QR, for its picture. Refuses with `mess.student.not_found`, `mess.student.not_approved` when
 * they have none, and `mess.student.code_changes`: a picture of a changing code works for half a minute only.
 */
export async function qrTextOf(ctx: Ctx, reference: string): Promise<Result<{ text: string; roll_number: string }>> {
  const student = await getStudent(ctx, reference);
  if (!student.ok) return student;
  const { qr, roll_number, state, code_changes } = student.data;
  if (qr) return ok({ text: qr, roll_number });
  const eats = state === 'approved' || state === 'suspended';
  return refuse(eats && code_changes ? 'mess.student.code_changes' : 'mess.student.not_approved');
}

/**
 * Names, roll numbers and QR texts for a printed sheet, by roll number; without students who have no code or a changing
 * one.
 */
export async function qrItems(ctx: Ctx, ids: string[]): Promise<QrSheetItem[]> {
  const students = await studentsById(ctx, ids);
  return students.flatMap(({ name, roll_number, qr }) => (qr ? [{ name, code: roll_number, qrText: qr }] : []));
}
