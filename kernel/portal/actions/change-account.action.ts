import type { Ctx } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import type { Result } from '../../lib/result.ts';
import { changePerson } from '../../people/index.ts';
import { asHolder, ownAccount, viewAccount } from '../account.ts';
import type { AccountPatch, AccountView } from '../contract.ts';

/**
 * Changes the caller's own name and language, which are stored with the person. Refuses with `portal.account_wanted`
 * and as changePerson does.
 */
export async function changeAccount(ctx: Ctx, patch: AccountPatch): Promise<Result<AccountView>> {
  return transaction(ctx, async (tx) => {
    const own = await ownAccount(tx);
    if (!own.ok) return own;
    const changed = await changePerson(asHolder(tx, own.data), own.data.person_id, patch);
    return changed.ok ? viewAccount(tx) : changed;
  });
}
