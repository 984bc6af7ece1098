import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { formatAmount } from '../../lib/money.ts';
import { type Result, refuse } from '../../lib/result.ts';
import { DIFFERENCES, SAFE } from '../accounts.ts';
import type { CloseInput, Session } from '../contract.ts';
import { moveMoney } from '../move.ts';
import { SESSION } from '../names.ts';
import { readCount } from './counted.ts';
import { lockSession } from './lock-session.ts';
import { getSession } from './sessions.query.ts';

/**
 * A supervisor counted again what a close had handed over, such as after a slip of the keys: difference and hand-over are
 * booked by as much as the counts differ. The cashier's own count is corrected by somebody else.
 *
 * Refusals: `till.session_not_found`, `till.correct_self`, `till.still_open`, `till.reason_blank`, `till.count_same`,
 * those of a count.
 */
export async function correctCount(ctx: Ctx, id: string, input: CloseInput): Promise<Result<Session>> {
  const reason = input.reason?.trim() ?? '';
  if (!reason) return refuse('till.reason_blank', undefined, { reason: 'till.reason_blank' });
  return transaction(ctx, async (tx) => {
    const locked = await lockSession(tx, id);
    if (!locked.ok) return locked;
    const session = locked.data;
    const { currency, counted_minor, expected_minor } = session;
    if (session.cashier_id === tx.actor.id) return refuse('till.correct_self');
    if (counted_minor === null || expected_minor === null) return refuse('till.still_open');
    const counted = readCount(tx, input, currency);
    if (!counted.ok) return counted;
    const more = counted.data.minor - counted_minor;
    if (more === 0) return refuse('till.count_same');
    await moveMoney(tx, session, { kind: 'difference', amountMinor: more, against: DIFFERENCES, reason });
    await moveMoney(tx, session, { kind: 'handover', amountMinor: -more, against: SAFE, reason });
    const difference_minor = counted.data.minor - expected_minor;
    await tx.db
      .updateTable('till_session')
      .set({
        counts: JSON.stringify(counted.data.counts),
        counted_minor: counted.data.minor,
        difference_minor,
      })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    const money = (minor: number) => formatAmount(minor, currency);
    await audit(tx, 'till.count.corrected', {
      subject: { type: SESSION, id },
      before: { counted: money(counted_minor), difference: money(counted_minor - expected_minor) },
      after: { counted: money(counted.data.minor), difference: money(difference_minor), currency },
      note: reason,
    });
    return getSession(tx, id);
  });
}
