import { attemptsOf, type Counter, countAttempt, hourOf } from '../../auth/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { addressKey } from '../../lib/address.ts';
import { constantTimeEqual } from '../../lib/constant-time-equal.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { Address } from '../account.ts';
import { hashCode } from '../codes.ts';
import { MAX_FAILURES } from '../limits-contract.ts';

/**
 * Wrong codes of an hour for one account, then with pauses until its end: from one network address, and from all those
 * that have not asked for its code.
 */
const FREE_AN_HOUR = { address: 5, elsewhere: 10 };

/**
 * Counts an attempt before it is made; what it returns is to be forgiven after a right one. Whoever enters a code where
 * it was asked for is held up by their own mistakes alone: others who know the address can't lock its owner out, and an
 * address that thousands of a mobile operator's customers share counts for no account but the one that is tried there.
 */
export async function countCode(ctx: Ctx, { value }: Address): Promise<Result<Counter[]>> {
  const row = await ctx.db
    .selectFrom('portal_code')
    .select('asked_from')
    .where(inOrg(ctx))
    .where('address', '=', value)
    .executeTakeFirst();
  const what = ['portal wrong code', orgOf(ctx).id, hourOf(ctx), value];
  const counters = [attemptsOf(FREE_AN_HOUR.address, ...what, addressKey(ctx.ip))];
  if (!isFrom(ctx, row)) counters.push(attemptsOf(FREE_AN_HOUR.elsewhere, ...what));
  const counted = await countAttempt(ctx, counters);
  return counted.ok ? ok(counters) : counted;
}

/** Whether it comes from where the code was asked for, which those of the version before don't say. */
const isFrom = (ctx: Ctx, row: { asked_from: string | null } | undefined) =>
  row !== undefined && (row.asked_from === null || row.asked_from === addressKey(ctx.ip));

/**
 * Whether this is the code of the address. A right one is used up, unless the transaction is rolled back; a wrong one
 * from where it was asked for is counted, and after a few the code is invalid; those from elsewhere have counters of
 * their own (`countCode`), and use up nobody's code.
 */
export async function takeCode(tx: Ctx, address: Address, code: string): Promise<boolean> {
  const right = await isCode(tx, address, code);
  if (right) await tx.db.deleteFrom('portal_code').where(inOrg(tx)).where('address', '=', address.value).execute();
  return right;
}

/** The same without using a right one up. Locks the code for the transaction. */
export async function isCode(tx: Ctx, address: Address, code: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('portal_code')
    .select(['code_hash', 'failures', 'expires_at', 'asked_from'])
    .where(inOrg(tx))
    .where('address', '=', address.value)
    .forUpdate()
    .executeTakeFirst();
  if (!row || row.expires_at <= tx.clock.now() || row.failures >= MAX_FAILURES) return false;
  if (constantTimeEqual(row.code_hash, hashCode(tx, address, code))) return true;
  if (!isFrom(tx, row)) return false;
  await tx.db
    .updateTable('portal_code')
    .set({ failures: row.failures + 1 })
    .where(inOrg(tx))
    .where('address', '=', address.value)
    .execute();
  return false;
}
