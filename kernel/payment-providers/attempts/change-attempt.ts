import type { Updateable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { audit } from '../../audit/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { changePayment, mayPayment, type PaymentRow, type PaymentState } from '../../payments/index.ts';
import { publish } from '../../realtime/index.ts';
import { type AttemptState, isOpen } from '../domain/attempt-states.ts';
import { ATTEMPT } from '../names.ts';
import type { AttemptRow } from './attempt.ts';

/** Writes changes of a locked attempt, with an audit entry when the state changes, and publishes them. */
export async function changeAttempt(
  tx: Ctx,
  row: AttemptRow,
  change: Updateable<DB['payment_attempt']>,
): Promise<AttemptRow> {
  const now = tx.clock.now();
  const settled = change.state && !isOpen(change.state as AttemptState);
  const [changed] = await Promise.all([
    tx.db
      .updateTable('payment_attempt')
      .set({ ...change, updated_at: now, ...(settled && { settled_at: now, last_error: null }) })
      .where('organization_id', '=', row.organization_id)
      .where('id', '=', row.id)
      .returningAll()
      .executeTakeFirstOrThrow(),
    change.state && change.state !== row.state
      ? audit(tx, 'payments.attempt_changed', {
          subject: { type: ATTEMPT, id: row.id },
          before: { state: row.state },
          after: {
            state: change.state,
            payment: row.payment_id,
            kind: row.kind,
            provider: row.provider,
            amount_minor: row.amount_minor,
            currency: row.currency,
            ...(change.received_minor && {
              received_minor: change.received_minor,
              received_currency: change.received_currency,
            }),
            ...(change.reason && { reason: change.reason }),
          },
        })
      : null,
  ]);
  publish(tx, ATTEMPT, row.id);
  return changed;
}

/**
 * Sets a payment that waits for a provider to `unknown` while its charge is, and back to waiting as soon as the result
 * is known.
 */
export async function followCharge(tx: Ctx, payment: PaymentRow, charge: AttemptRow): Promise<void> {
  if (charge.kind !== 'charge') return;
  const state = payment.state as PaymentState;
  const unknown = charge.state === 'unknown';
  if (unknown && mayPayment('lose', state))
    await changePayment(tx, payment, { state: 'unknown' }, { what: 'provider_silent', note: charge.provider });
  if (!unknown && mayPayment('find', state))
    await changePayment(tx, payment, { state: 'awaiting' }, { what: 'provider_answered', note: charge.provider });
}
