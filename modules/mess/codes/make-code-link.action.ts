import { audit } from '../../../kernel/audit/index.ts';
import { renderQr } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { newOrgSecret } from '../../../kernel/lib/org-secret.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { STUDENT } from '../names.ts';
import { lockStudent } from '../students/lock-student.query.ts';
import { type CodeLink, LINK_PREFIX } from './contract.ts';

/** Enough time to find the phone and a network; after that the student asks for a new link. */
const LINK_MS = 86_400_000;

/**
 * A link that opens a student's changing code on one phone, once. It invalidates earlier links that were not opened;
 * the current phone shows the code until the new link is opened. Refuses with `mess.student.not_found` and, unless the
 * student is approved or suspended, `mess.student.not_approved`.
 */
export async function makeCodeLink(ctx: Ctx, studentId: string): Promise<Result<CodeLink>> {
  return transaction(ctx, async (tx) => {
    const student = await lockStudent(tx, studentId);
    if (!student.ok) return student;
    const { state, roll_number } = student.data;
    if (state !== 'approved' && state !== 'suspended') return refuse('mess.student.not_approved');
    const organization_id = orgOf(tx).id;
    const now = tx.clock.now();
    const link_until = new Date(now.getTime() + LINK_MS);
    const { token, hash } = newOrgSecret(LINK_PREFIX, organization_id);
    await tx.db
      .deleteFrom('mess_code_phone')
      .where(inOrg(tx))
      .where('student_id', '=', studentId)
      .where('opened_at', 'is', null)
      .execute();
    await tx.db
      .insertInto('mess_code_phone')
      .values({
        organization_id,
        id: newId(now.getTime()),
        student_id: studentId,
        link_hash: hash,
        link_until,
        created_at: now,
      })
      .execute();
    await audit(tx, 'mess.student.code_link_made', {
      subject: { type: STUDENT, id: studentId },
      after: { roll_number },
    });
    const url = `${tx.config.PUBLIC_URL.replace(/\/+$/, '')}/m/#${token}`;
    const qr = await renderQr(url, 'svg', { size: 320 });
    return ok({ url, valid_until: link_until.toISOString(), qr_svg: new TextDecoder().decode(qr) });
  });
}
