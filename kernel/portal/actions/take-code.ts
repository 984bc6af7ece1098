import { type Ctx, orgOf } from '../../ctx/index.ts';
import { constantTimeEqual } from '../../lib/constant-time-equal.ts';
import type { Address } from '../account.ts';
import { hashCode } from '../codes.ts';
import { MOST_FAILURES } from '../limits-contract.ts';

/**
 * Whether this is the code of the address. A right one is used up, unless the transaction is rolled back; a wrong one
 * is counted, and after a few the code is invalid.
 */
export async function takeCode(tx: Ctx, address: Address, code: string): Promise<boolean> {
  const right = await isCode(tx, address, code);
  if (right)
    await tx.db
      .deleteFrom('portal_code')
      .where('organization_id', '=', orgOf(tx).id)
      .where('address', '=', address.value)
      .execute();
  return right;
}

/** The same without using a right one up. Locks the code for the transaction. */
export async function isCode(tx: Ctx, address: Address, code: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('portal_code')
    .select(['code_hash', 'failures', 'expires_at'])
    .where('organization_id', '=', orgOf(tx).id)
    .where('address', '=', address.value)
    .forUpdate()
    .executeTakeFirst();
  if (!row || row.expires_at <= tx.clock.now() || row.failures >= MOST_FAILURES) return false;
  if (constantTimeEqual(row.code_hash, hashCode(tx, address, code))) return true;
  await tx.db
    .updateTable('portal_code')
    .set({ failures: row.failures + 1 })
    .where('organization_id', '=', orgOf(tx).id)
    .where('address', '=', address.value)
    .execute();
  return false;
}
