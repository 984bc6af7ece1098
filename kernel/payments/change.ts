import type { Updateable } from 'kysely';
import type { DB } from '../../db/types.ts';
import { withdrawChoices } from '../channels/index.ts';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { queueWrites } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { ok, type Refusal, type Result, refuse } from '../lib/result.ts';
import { publish } from '../realtime/index.ts';
import { mayPayment, type PaymentAction, type PaymentState } from './domain/states.ts';
import { PAYMENT } from './names.ts';
import { payableOf } from './payables.ts';
import type { PaymentRow } from './payment.ts';

/**
 * The payment's row, locked for the rest of the transaction; its subject is locked before it (see Payable.lock). Two
 * people who decide at once take turns; the second reads the decision of the first. Refuses with `payments.not_found`.
 */
export async function lockPayment(tx: Ctx, id: string): Promise<Result<PaymentRow>> {
  const wanted = tx.db.selectFrom('payment').where(inOrg(tx)).where('id', '=', id);
  const subject = await wanted.select(['subject_type', 'subject_id']).executeTakeFirst();
  if (!subject) return refuse('payments.not_found');
  await payableOf(tx, subject.subject_type).lock?.(tx, subject.subject_id);
  return lockRow(tx, id);
}

/** The same, for a module that already holds the locks of its own rows. */
export async function lockRow(tx: Ctx, id: string): Promise<Result<PaymentRow>> {
  const row = await tx.db
    .selectFrom('payment')
    .selectAll()
    .where(inOrg(tx))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? ok(row) : refuse('payments.not_found');
}

/**
 * Why an action isn't possible in the current state, with the name of the person who decided; null when it is possible.
 */
export function refusalOf(action: PaymentAction, row: PaymentRow): Refusal | null {
  const state = row.state as PaymentState;
  if (mayPayment(action, state)) return null;
  const by = row.decided_by_name ?? '';
  switch (state) {
    case 'verified':
      return refuse('payments.already_verified', { by });
    case 'denied':
      return refuse('payments.already_denied', { by });
    case 'refunded':
      return refuse('payments.already_refunded', { by });
    case 'expired':
      return refuse('payments.closed');
    default:
      if (action === 'charge') return refuse('payments.attempt_open');
      return refuse(action === 'deny' ? 'payments.no_proof' : 'payments.not_verified');
  }
}

type Happened = {
  /**
   * opened, submitted, first_approval, verified, denied, refunded, refunded_part, served, expired, matched,
   * provider_asked, refund_asked, provider_silent, provider_answered
   */
  what: string;
  note?: string | null | undefined;
};

/** Columns that the database itself derives are not among them. */
type Change = Partial<Pick<PaymentRow, keyof Updateable<DB['payment']>>>;

/**
 * Writes changes of a locked payment with a line of its history, and publishes them. Returns the new row. The writes go
 * with the next statement of the transaction.
 */
export async function changePayment(tx: Ctx, row: PaymentRow, change: Change, happened: Happened): Promise<PaymentRow> {
  const { organization_id, id } = row;
  const changes = { ...change, updated_at: tx.clock.now() };
  const update = tx.db
    .updateTable('payment')
    .set(changes)
    .where('organization_id', '=', organization_id)
    .where('id', '=', id);
  await queueWrites(tx, [update.compile()]);
  const changed = { ...row, ...changes };
  await Promise.all([
    recordEvent(tx, row.id, { ...happened, from: row.state, to: changed.state }),
    // Staff who were asked about the proof have nothing to decide any more.
    row.state === 'submitted' && changed.state !== 'submitted'
      ? withdrawChoices(tx, { type: PAYMENT, id: row.id })
      : null,
  ]);
  publish(tx, 'payment', row.id);
  return changed;
}

export async function recordEvent(
  tx: Ctx,
  paymentId: string,
  event: Happened & { from: string | null; to: string },
): Promise<void> {
  const now = tx.clock.now();
  const insert = tx.db.insertInto('payment_event').values({
    organization_id: orgOf(tx).id,
    id: newId(now.getTime()),
    payment_id: paymentId,
    at: now,
    what: event.what,
    from_state: event.from,
    to_state: event.to,
    actor_name: tx.actor.name,
    note: event.note?.trim() || null,
  });
  await queueWrites(tx, [insert.compile()]);
}
