import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { enterOrganization, transaction } from '../../../kernel/db/index.ts';
import { readOrgSecret } from '../../../kernel/lib/org-secret.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { STUDENT } from '../names.ts';
import { lockStudent } from '../students/lock-student.query.ts';
import { asCodePhone } from './code-phone.ts';
import { KEY_PREFIX, LINK_PREFIX, type OpenLinkInput, type ShownCode } from './contract.ts';
import { showCode } from './show-code.ts';

/**
 * A phone opens its link with a key that it generated. From now on it shows the student's code, and the previous phone
 * doesn't. The same phone may open it again, because its first answer may have been lost.
 *
 * Refusals: `mess.code.link_unknown` (also for one that is over), `mess.code.opened_elsewhere`.
 */
export async function openCodeLink(ctx: Ctx, input: OpenLinkInput): Promise<Result<ShownCode>> {
  const link = readOrgSecret(LINK_PREFIX, input.link);
  const key = readOrgSecret(KEY_PREFIX, input.key);
  const inside = link && (await enterOrganization(ctx, { id: link.organizationId }));
  if (!link || !inside || key?.organizationId !== link.organizationId) return refuse('mess.code.link_unknown');
  return transaction(inside, async (tx) => {
    const found = await phoneOf(tx, link.hash);
    if (!found) return refuse('mess.code.link_unknown');
    // Locks the student's row, so that two requests take turns.
    const student = await lockStudent(tx, found.student_id);
    const phone = await phoneOf(tx, link.hash);
    if (!student.ok || !phone) return refuse('mess.code.link_unknown');
    const now = tx.clock.now();
    if (phone.key_hash) {
      if (!phone.key_hash.equals(key.hash)) return refuse('mess.code.opened_elsewhere');
      return showCode(tx, phone.id);
    }
    if (phone.ended_at || phone.link_until <= now) return refuse('mess.code.link_unknown');
    await tx.db
      .updateTable('mess_code_phone')
      .set({ ended_at: now })
      .where(inOrg(tx))
      .where('student_id', '=', phone.student_id)
      .where('opened_at', 'is not', null)
      .where('ended_at', 'is', null)
      .execute();
    await tx.db
      .updateTable('mess_code_phone')
      .set({ key_hash: key.hash, opened_at: now, last_seen_at: now })
      .where(inOrg(tx))
      .where('id', '=', phone.id)
      .execute();
    await audit(asCodePhone(tx, phone.id, student.data.roll_number), 'mess.student.code_opened', {
      subject: { type: STUDENT, id: phone.student_id },
      after: { roll_number: student.data.roll_number },
    });
    const shown = await showCode(tx, phone.id);
    return shown.ok ? ok(shown.data) : shown;
  });
}

function phoneOf(tx: Ctx, linkHash: Buffer) {
  return tx.db
    .selectFrom('mess_code_phone')
    .select(['id', 'student_id', 'link_until', 'key_hash', 'ended_at'])
    .where(inOrg(tx))
    .where('link_hash', '=', linkHash)
    .executeTakeFirst();
}
