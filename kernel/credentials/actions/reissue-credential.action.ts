import { sql } from 'kysely';
import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { type Issued, type Subject, tokenFor } from '../issue.ts';

/**
 * Gives the subject a new code, in place of a lost or copied one: the version goes up by one, and all earlier codes are
 * refused as old, also revoked ones. Refuses with `credentials.not_found` when the subject never had one.
 */
export function reissueCredential(ctx: Ctx, subject: Subject): Promise<Result<Issued>> {
  return transaction(ctx, async (tx) => {
    const { subjectType, subjectId } = subject;
    const row = await tx.db
      .updateTable('credential')
      .set({ version: sql`version + 1`, revoked_at: null, reason: null, reissued_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('subject_id', '=', subjectId)
      .where('subject_type', '=', subjectType)
      .returning(['id', 'version'])
      .executeTakeFirst();
    if (!row) return refuse('credentials.not_found');
    const [token] = await Promise.all([
      tokenFor(tx, { ...subject, version: row.version }),
      audit(tx, 'credentials.credential.reissued', {
        subject: { type: subjectType, id: subjectId },
        before: { code_version: row.version - 1 },
        after: { code_version: row.version },
      }),
    ]);
    return ok({ credentialId: row.id, token, version: row.version });
  });
}
