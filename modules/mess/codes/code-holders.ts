import type { CodeHolders } from '../../../kernel/credentials/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { STUDENT } from '../names.ts';
import { studentCodes } from '../students/students.query.ts';
import { issueCodes } from './issue-codes.action.ts';

/** Registers approved students as holders of codes (kernel/credentials). */
export const studentHolders: CodeHolders = {
  subjectType: STUDENT,
  list: studentCodes,
  async issue(ctx, ids, renew) {
    const issued = await issueCodes(ctx, ids, renew);
    return issued.ok ? ok(issued.data.map(({ student_id, qr }) => ({ id: student_id, qr }))) : issued;
  },
};
