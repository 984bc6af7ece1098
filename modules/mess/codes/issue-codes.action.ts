import { auditMany } from '../../../kernel/audit/index.ts';
import {
  credentialUrl,
  findCredential,
  issueCredential,
  reissueCredential,
  tokenOf,
} from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { startTask } from '../../../kernel/jobs/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { STUDENT } from '../names.ts';
import { messSettings } from '../settings.ts';
import { approvedIds } from '../students/students.query.ts';
import type { Code } from './contract.ts';
import { regenerateCodesJob } from './regenerate-codes.job.ts';

/**
 * The codes of these students, in the order of the request. With `renew` they are new, and the door refuses every
 * earlier code from now on. A revoked code is replaced only by renewing. Students with a changing code are left out of
 * the answer, because the door refuses printed codes of theirs. Refuses with `mess.student.not_approved` when one of
 * them isn't approved, and with `credentials.revoked` when a code was revoked.
 */
export async function issueCodes(ctx: Ctx, ids: string[], renew = false): Promise<Result<Code[]>> {
  const wanted = [...new Set(ids)];
  return transaction(ctx, async (tx) => {
    const rows = await tx.db
      .selectFrom('mess_student')
      .select(['id', 'changing_code'])
      .where(inOrg(tx))
      .where('id', 'in', wanted)
      .where('state', '=', 'approved')
      // Sorted, so that two requests for the same students don't deadlock.
      .orderBy('id')
      .forUpdate()
      .execute();
    if (rows.length < wanted.length) return refuse('mess.student.not_approved');
    const { changing_codes } = await getSettings(tx, messSettings);
    const codes = new Map<string, Code>();
    for (const { id, changing_code } of rows) {
      const subject = { subjectType: STUDENT, subjectId: id };
      const known = renew ? null : await tokenOf(tx, subject);
      if (!renew && !known && (await findCredential(tx, subject))) return refuse('credentials.revoked');
      const issued = renew ? await reissueCredential(tx, subject) : known ? ok({ version: 0, token: known }) : null;
      const code = issued?.ok ? issued.data : await issueCredential(tx, subject);
      if (!changing_code && !changing_codes)
        codes.set(id, { student_id: id, qr: credentialUrl(tx.config.PUBLIC_URL, code.token) });
    }
    await auditMany(
      tx,
      'mess.student.code_issued',
      rows.map(({ id }) => ({ subject: { type: STUDENT, id }, after: { renewed: renew } })),
    );
    return ok(wanted.flatMap((id) => codes.get(id) ?? []));
  });
}

/** New codes for every student who eats, as a task with progress; for when pictures of codes were shared. */
export async function regenerateAllCodes(ctx: Ctx): Promise<Result<{ task_id: string; students: number }>> {
  return transaction(ctx, async (tx) => {
    const students = (await approvedIds(tx)).length;
    const task_id = await startTask(tx, regenerateCodesJob, {}, { total: students });
    await auditMany(tx, 'mess.student.codes_wanted', [
      { subject: { type: STUDENT, id: task_id }, after: { students } },
    ]);
    return ok({ task_id, students });
  });
}
