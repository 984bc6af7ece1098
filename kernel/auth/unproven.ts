/** What becomes of an account whose address nobody had proven yet, when the address's holder comes. */
import type { Ctx } from '../ctx/index.ts';
import { endKeysOf, membershipsOf } from '../tenancy/index.ts';
import { endSessions } from './account.ts';

declare module '../module/index.ts' {
  interface Manifest {
    /**
     * Takes away what a person set up that opens doors beside their password, in every organization: whoever made the
     * account may not have been the address's holder. `tx` is a transaction of the tables' owner.
     */
    clearAccount?(tx: Ctx, userId: string): Promise<void>;
  }
}

/**
 * Makes an account as good as new but for its name, its memberships and its password, which the caller replaces: the
 * second factor, sessions, tokens, API keys and linked chats of whoever made it end. The account's row is locked
 * first, so that nothing is set up beside it.
 */
export async function clearUnproven(tx: Ctx, userId: string): Promise<void> {
  await turnSecondFactorOff(tx, userId);
  await endSessions(tx, userId);
  for (const { organization } of await membershipsOf(tx, userId, tx.db))
    await endKeysOf({ ...tx, organization }, userId);
  for (const manifest of tx.services.auth.manifests) await manifest.clearAccount?.(tx, userId);
}

/** Without asking for a code or a password: for whoever has shown otherwise that the account is theirs. */
export async function turnSecondFactorOff(tx: Ctx, userId: string): Promise<void> {
  await tx.db
    .updateTable('auth_user')
    .set({ two_factor_enabled: false, updated_at: tx.clock.now() })
    .where('id', '=', userId)
    .execute();
  await tx.db.deleteFrom('auth_two_factor').where('user_id', '=', userId).execute();
}

/** Notes that the person holds their address: they came with what only its holder could read. */
export async function proveAddress(tx: Ctx, userId: string): Promise<void> {
  await tx.db
    .updateTable('auth_user')
    .set({ email_verified: true, updated_at: tx.clock.now() })
    .where('id', '=', userId)
    .execute();
}
