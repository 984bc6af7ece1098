import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { Subject } from '../issue.ts';

export type RevokeInput = Subject & { reason: string };

/**
 * Revokes the subject's code; `reissueCredential` makes another. Revoking twice changes nothing. Refuses with
 * `credentials.not_found` when the subject has none.
 */
export function revokeCredential(ctx: Ctx, input: RevokeInput): Promise<Result<{ credentialId: string }>> {
  return transaction(ctx, async (tx) => {
    const { subjectType, subjectId, reason } = input;
    const row = await tx.db
      .selectFrom('credential')
      .select(['id', 'version', 'revoked_at'])
      .where(inOrg(tx))
      .where('subject_id', '=', subjectId)
      .where('subject_type', '=', subjectType)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return refuse('credentials.not_found');
    if (row.revoked_at) return ok({ credentialId: row.id });
    const at = tx.clock.now();
    await Promise.all([
      tx.db
        .updateTable('credential')
        .set({ revoked_at: at, reason })
        .where(inOrg(tx))
        .where('id', '=', row.id)
        .execute(),
      audit(tx, 'credentials.credential.revoked', {
        subject: { type: subjectType, id: subjectId },
        before: { code_revoked_at: null },
        after: { code_revoked_at: at.toISOString() },
        note: reason,
      }),
    ]);
    return ok({ credentialId: row.id });
  });
}
