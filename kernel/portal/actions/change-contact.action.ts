import { audit } from '../../audit/index.ts';
import { forgive } from '../../auth/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { changePerson } from '../../people/index.ts';
import { type AccountRow, accountByAddress, asHolder, ownAccount, readAddress, viewAccount } from '../account.ts';
import type { AccountView, ContactInput, ContactKind } from '../contract.ts';
import { countCode, takeCode } from './take-code.action.ts';

/**
 * Sets the e-mail address or the phone of the caller's account, in place of an earlier one; the code that was sent
 * there proves it. Refusals: `portal.wrong_credentials`, `portal.address_taken` (another account has it; only whoever
 * proved the address learns that), `portal.account_wanted`, `auth.too_many_attempts`, and those of the address.
 */
export async function setContact(ctx: Ctx, input: ContactInput): Promise<Result<AccountView>> {
  const address = readAddress(ctx, input);
  if (!address.ok) return address;
  const { column, value } = address.data;
  const counted = await countCode(ctx, address.data);
  if (!counted.ok) return counted;
  const outcome = await transaction<AccountView | 'wrong'>(ctx, async (tx) => {
    const own = await ownAccount(tx);
    if (!own.ok) return own;
    if (!(await takeCode(tx, address.data, input.code))) return ok('wrong');
    const holder = await accountByAddress(tx, address.data);
    if (holder && holder.id !== own.data.id)
      return refuse('portal.address_taken', undefined, { [column]: 'portal.address_taken' });
    return change(tx, own.data, column, value);
  });
  if (!outcome.ok) return outcome;
  if (outcome.data === 'wrong') return refuse('portal.wrong_credentials');
  await forgive(ctx, counted.data);
  return ok(outcome.data);
}

/**
 * Removes the e-mail address or the phone of the caller's account. Refuses with `portal.last_contact` when it is the
 * only one: nobody could sign in any more.
 */
export async function removeContact(ctx: Ctx, column: ContactKind): Promise<Result<AccountView>> {
  return transaction(ctx, async (tx) => {
    const own = await ownAccount(tx);
    if (!own.ok) return own;
    const other = column === 'email' ? own.data.phone : own.data.email;
    return other === null ? refuse('portal.last_contact') : change(tx, own.data, column, null);
  });
}

/** The account's address and that of its person, which is the account's own. */
async function change(
  tx: Ctx,
  own: AccountRow,
  column: ContactKind,
  value: string | null,
): Promise<Result<AccountView>> {
  await tx.db
    .updateTable('portal_account')
    .set({ [column]: value })
    .where(inOrg(tx))
    .where('id', '=', own.id)
    .execute();
  const changed = await changePerson(asHolder(tx, own), own.person_id, { [column]: value });
  if (!changed.ok) return changed;
  await audit(asHolder(tx, own), 'portal.contact.changed', {
    subject: { type: 'portal.account', id: own.id },
    before: { [column]: own[column] },
    after: { [column]: value },
  });
  return viewAccount(tx);
}
