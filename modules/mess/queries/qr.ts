import { credentialUrl, tokensOf } from '../../../kernel/credentials/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import type { QrSheetItem } from '../../../kernel/documents/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { STUDENT } from '../names.ts';
import { getStudent } from './students.ts';

/** What stands in a student's QR, for its picture; refuses with `mess.student.not_found`, or `mess.student.not_approved` when they have none. */
export async function qrTextOf(ctx: Ctx, reference: string): Promise<Result<{ text: string; roll_number: string }>> {
  const student = await getStudent(ctx, reference);
  if (!student.ok) return student;
  const { qr, roll_number } = student.data;
  return qr ? ok({ text: qr, roll_number }) : refuse('mess.student.not_approved');
}

/** Names, roll numbers and QR texts for a printed sheet, by roll number; students without a code are left out. */
export async function qrItems(ctx: Ctx, ids: string[]): Promise<QrSheetItem[]> {
  const students = await ctx.db
    .selectFrom('mess_student as s')
    .innerJoin('person as who', (on) =>
      on.onRef('who.organization_id', '=', 's.organization_id').onRef('who.id', '=', 's.person_id'),
    )
    .select(['s.id', 's.roll_number', 'who.name'])
    .where('s.organization_id', '=', orgOf(ctx).id)
    .where('s.id', 'in', ids)
    .where('s.state', 'in', ['approved', 'suspended'])
    .orderBy('s.roll_number')
    .execute();
  const tokens = await tokensOf(ctx, { subjectType: STUDENT, subjectIds: students.map(({ id }) => id) });
  return students.flatMap(({ id, name, roll_number }) => {
    const token = tokens.get(id);
    return token ? [{ name, code: roll_number, qrText: credentialUrl(ctx.config.PUBLIC_URL, token) }] : [];
  });
}
