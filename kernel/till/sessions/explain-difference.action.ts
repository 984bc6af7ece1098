import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { formatAmount } from '../../lib/money.ts';
import { type Result, refuse } from '../../lib/result.ts';
import type { Session } from '../contract.ts';
import { SESSION } from '../names.ts';
import { lockSession } from './lock-session.ts';
import { getSession } from './sessions.query.ts';

/**
 * Says why a count differed: the cashier, or a supervisor. Once. Refusals: `till.session_not_found`, `till.not_yours`,
 * `till.still_open`, `till.no_difference`, `till.explained_already`, `till.reason_blank`.
 */
export async function explainDifference(ctx: Ctx, id: string, given: string): Promise<Result<Session>> {
  const reason = given.trim();
  if (!reason) return refuse('till.reason_blank', undefined, { reason: 'till.reason_blank' });
  return transaction(ctx, async (tx) => {
    const locked = await lockSession(tx, id);
    if (!locked.ok) return locked;
    const { cashier_id, cashier_name, closed_at, difference_minor, difference_reason, currency } = locked.data;
    if (cashier_id !== tx.actor.id && !tx.services.authenticator.can(tx, 'till.supervise'))
      return refuse('till.not_yours', { name: cashier_name });
    if (closed_at === null) return refuse('till.still_open');
    if (!difference_minor) return refuse('till.no_difference');
    if (difference_reason !== null) return refuse('till.explained_already');
    await tx.db
      .updateTable('till_session')
      .set({ difference_reason: reason, difference_by_name: tx.actor.name })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    await audit(tx, 'till.difference.explained', {
      subject: { type: SESSION, id },
      after: { cashier: cashier_name, difference: formatAmount(difference_minor, currency), currency },
      note: reason,
    });
    return getSession(tx, id);
  });
}
