/** Clears an account whose address was not proven, when the holder of the address proves it. */
import type { Ctx } from '../ctx/index.ts';
import { endKeysOf, membershipsOf } from '../tenancy/index.ts';
import { endEntries } from './account.ts';

declare module '../module/index.ts' {
  interface Manifest {
    /**
     * Removes everything, besides the password, that gives access to a person's account, in every organization:
     * somebody other than the holder of the address may have set it up. `tx` is a transaction of the tables' owner.
     */
    clearAccount?(tx: Ctx, userId: string): Promise<void>;
  }
}

/**
 * Resets an account except for its name, its memberships and its password, which the caller replaces. The second
 * factor, passkeys, sessions, tokens, API keys and linked chats end. The account's row is locked first, so that nothing new is
 * set up at the same time.
 */
export async function clearUnproven(tx: Ctx, userId: string): Promise<void> {
  await turnSecondFactorOff(tx, userId);
  await endEntries(tx, userId);
  for (const { organization } of await membershipsOf(tx, userId, tx.db))
    await endKeysOf({ ...tx, organization }, userId);
  for (const manifest of tx.services.auth.manifests) await manifest.clearAccount?.(tx, userId);
}

/** Asks for no code and no password: the caller has proven in another way that the account is theirs. */
export async function turnSecondFactorOff(tx: Ctx, userId: string): Promise<void> {
  await tx.db
    .updateTable('auth_user')
    .set({ two_factor_enabled: false, updated_at: tx.clock.now() })
    .where('id', '=', userId)
    .execute();
  await tx.db.deleteFrom('auth_two_factor').where('user_id', '=', userId).execute();
}

/** Marks the address as proven: the person has used a token that only the holder of the address could read. */
export async function proveAddress(tx: Ctx, userId: string): Promise<void> {
  await tx.db
    .updateTable('auth_user')
    .set({ email_verified: true, updated_at: tx.clock.now() })
    .where('id', '=', userId)
    .execute();
}
