import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { StaffToken } from '../door-contract.ts';
import { STAFF_TOKEN } from '../door-names.ts';
import { findStaffToken } from '../queries/staff-tokens.ts';

/**
 * Ends a staff token: the next scan with it is refused. What a phone scanned before, without a network, may still be handed in.
 * Refusals: `mess.token.not_found`, `mess.token.already_revoked`.
 */
export async function revokeStaffToken(ctx: Ctx, id: string): Promise<Result<StaffToken>> {
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const [ended] = await tx.db
      .updateTable('mess_staff_token')
      .set({ revoked_at: now, revoked_by_name: tx.actor.name })
      .where('organization_id', '=', orgOf(tx).id)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('name')
      .execute();
    const token = await findStaffToken(tx, id);
    if (!token) return refuse('mess.token.not_found');
    if (!ended) return refuse('mess.token.already_revoked');
    await audit(tx, 'mess.token.revoked', {
      subject: { type: STAFF_TOKEN, id },
      after: { name: ended.name, revoked_at: now.toISOString() },
    });
    return ok(token);
  });
}
