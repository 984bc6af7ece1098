import type { Ctx } from '../ctx/index.ts';
import type { SessionRef } from './auth-service.ts';

/**
 * Locks the account of a session, and the session, for the rest of the transaction: `clearUnproven` ends both when the
 * holder of the address proves it. Undefined when either has ended.
 */
export function lockAccount(
  tx: Ctx,
  { id, userId }: SessionRef,
): Promise<{ two_factor_enabled: boolean | null } | undefined> {
  return tx.db
    .selectFrom('auth_user as u')
    .innerJoin('auth_session as s', 's.user_id', 'u.id')
    .select('u.two_factor_enabled')
    .where('u.id', '=', userId)
    .where('s.id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}
