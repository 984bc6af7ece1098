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
 * Closes a session by what was counted. The cashier learns what was expected by the answer, so a count can't be made to
 * fit. A difference is booked, and what was counted goes into the safe: a closed drawer is empty. A supervisor closes one
 * that was left open, with a reason.
 *
 * One transaction: a process that dies at any line has closed nothing, and a second close finds the first.
 *
 * Refusals: `till.session_not_found`, `till.not_yours`, `till.closed`, `till.reason_blank`, `till.count_empty`,
 * `till.count_unknown`, those of amounts.
 */
export async function closeSession(ctx: Ctx, id: string, input: CloseInput): Promise<Result<Session>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockSession(tx, id);
    if (!locked.ok) return locked;
    const session = locked.data;
    const { cashier_name, currency } = session;
    const own = session.cashier_id === tx.actor.id;
    if (!own && !tx.services.authenticator.can(tx, 'till.supervise'))
      return refuse('till.not_yours', { name: cashier_name });
    if (session.closed_at !== null) return refuse('till.closed', { by: session.closed_by_name ?? '' });
    const reason = input.reason?.trim() ?? '';
    if (!own && !reason) return refuse('till.reason_blank', undefined, { reason: 'till.reason_blank' });
    const counted = readCount(tx, input, currency);
    if (!counted.ok) return counted;
    const sum = await tx.db
      .selectFrom('till_movement')
      .select((eb) => eb.fn.sum<string | null>('amount_minor').as('minor'))
      .where(inOrg(tx))
      .where('session_id', '=', id)
      .executeTakeFirst();
    const expected = Number(sum?.minor ?? 0);
    const difference = counted.data.minor - expected;
    const moved = { reason: '' };
    if (difference !== 0)
      await moveMoney(tx, session, { kind: 'difference', amountMinor: difference, against: DIFFERENCES, ...moved });
    if (counted.data.minor > 0)
      await moveMoney(tx, session, { kind: 'handover', amountMinor: -counted.data.minor, against: SAFE, ...moved });
    const money = (minor: number) => formatAmount(minor, currency);
    await Promise.all([
      tx.db
        .updateTable('till_session')
        .set({
          closed_at: tx.clock.now(),
          closed_by_id: tx.actor.id,
          closed_by_name: tx.actor.name,
          close_reason: own ? null : reason,
          counts: JSON.stringify(counted.data.counts),
          counted_minor: counted.data.minor,
          expected_minor: expected,
          difference_minor: difference,
        })
        .where(inOrg(tx))
        .where('id', '=', id)
        .execute(),
      audit(tx, 'till.session.closed', {
        subject: { type: SESSION, id },
        after: {
          drawer: session.drawer_name,
          cashier: cashier_name,
          expected: money(expected),
          counted: money(counted.data.minor),
          difference: money(difference),
          currency,
        },
        note: own ? null : reason,
      }),
    ]);
    return getSession(tx, id);
  });
}
