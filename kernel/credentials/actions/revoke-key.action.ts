import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { rotateKey } from './rotate-key.action.ts';

/**
 * Refuses every code signed with this key from now on, for a key that leaked. Subjects keep their credentials: a code
 * drawn again is signed with the active key. Revoking the active key rotates it first. Refuses with
 * `credentials.key_not_found`, or `credentials.key_revoked` when it was revoked already.
 */
export function revokeKey(ctx: Ctx, { id, reason }: { id: string; reason: string }): Promise<Result<{ id: string }>> {
  return transaction(ctx, async (tx) => {
    const read = () =>
      tx.db
        .selectFrom('credential_key')
        .select('state')
        .where(inOrg(tx))
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
    const row = await read();
    if (!row) return refuse('credentials.key_not_found');
    if (row.state === 'revoked') return refuse('credentials.key_revoked');
    if (row.state === 'active') {
      const rotated = await rotateKey(tx);
      if (!rotated.ok) return rotated;
    }
    const at = tx.clock.now();
    await Promise.all([
      tx.db
        .updateTable('credential_key')
        .set({ state: 'revoked', revoked_at: at, reason })
        .where(inOrg(tx))
        .where('id', '=', id)
        .execute(),
      audit(tx, 'credentials.key.revoked', {
        subject: { type: 'credentials.key', id },
        before: { state: row.state },
        after: { state: 'revoked' },
        note: reason,
      }),
    ]);
    return ok({ id });
  });
}
