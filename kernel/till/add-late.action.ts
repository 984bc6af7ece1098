import { audit } from '../audit/index.ts';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { formatAmount } from '../lib/money.ts';
import { DIFFERENCES } from './accounts.ts';
import { moveMoney } from './move.ts';
import { SESSION } from './names.ts';
import type { LockedSession } from './sessions/lock-session.ts';

/**
 * A sale that comes after the close of the session in which it was made. The drawer was counted without knowing of it: what
 * was expected is more by it, and the difference less, booked by a movement as a correction is. So the closed drawer stays
 * empty, and the supervisor sees both.
 */
export async function addLate(
  tx: Ctx,
  session: LockedSession,
  { amountMinor, subject }: { amountMinor: number; subject: { type: string } },
): Promise<void> {
  const { id, currency, expected_minor, counted_minor } = session;
  if (expected_minor === null || counted_minor === null) throw new Error(`the closed session ${id} has no count`);
  const expected = expected_minor + amountMinor;
  if (amountMinor !== 0) {
    await moveMoney(tx, session, { kind: 'difference', amountMinor: -amountMinor, against: DIFFERENCES, reason: '' });
    await tx.db
      .updateTable('till_session')
      .set({ expected_minor: expected, difference_minor: counted_minor - expected })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
  }
  const money = (minor: number) => formatAmount(minor, currency);
  await audit(tx, 'till.sale.late', {
    subject: { type: SESSION, id },
    before: { expected: money(expected_minor), difference: money(counted_minor - expected_minor) },
    after: {
      expected: money(expected),
      difference: money(counted_minor - expected),
      amount: money(amountMinor),
      currency,
      of: subject.type,
      drawer: session.drawer_name,
      cashier: session.cashier_name,
    },
  });
}
