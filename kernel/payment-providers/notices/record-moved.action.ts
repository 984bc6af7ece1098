import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result } from '../../lib/result.ts';
import { lockPayment, type PaymentRow, recordRefund, refundable, refusalOf } from '../../payments/index.ts';
import { type AttemptRow, findAttempt, methodOf } from '../attempts/attempt.ts';
import { isOpen } from '../domain/attempt-states.ts';
import type { Moved } from '../provider.ts';
import { NOTICE, type NoticeRow } from './notice.ts';

/**
 * Records once what a provider says happened to the money of a charge. A refund that somebody made there is booked when
 * nothing speaks against it; everything else is a task for a person, and becomes one again when the provider later says
 * otherwise (a refund that failed, a dispute that was decided).
 */
export async function recordMoved(ctx: Ctx, chargeId: string, moved: Moved): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const charge = await findAttempt(tx, chargeId);
    if (!charge) return ok(null);
    const locked = await lockPayment(tx, creditedBy(charge));
    if (!locked.ok) return locked;
    const by = { ...tx, actor: { kind: 'system', id: null, name: charge.provider } as const };
    const known = await findNotice(by, charge.provider, moved);
    if (known) {
      if (known.state !== moved.state) await followMoved(by, known, moved);
      return ok(null);
    }
    // What we asked for ourselves is followed by its own attempt, unless it is taken back after it had succeeded.
    const own = moved.attemptId ? await findAttempt(by, moved.attemptId) : undefined;
    if (own?.kind === 'refund') {
      const undone = moved.state === 'failed' && own.state === 'succeeded';
      return undone ? openNotice(by, locked.data, charge, moved, false) : ok(null);
    }
    // One that failed before it was booked has moved nothing.
    if (moved.kind === 'refund' && moved.state === 'failed') return ok(null);
    const book = moved.kind === 'refund' && (await mayBook(by, locked.data, charge, moved));
    return openNotice(by, locked.data, charge, moved, book);
  });
}

/** The payment that has a charge's money: its own, or that of the surplus when none of it was credited. */
const creditedBy = ({ payment_id, surplus_payment_id, fee_payment_id }: AttemptRow): string =>
  fee_payment_id ?? surplus_payment_id ?? payment_id;

/**
 * Whether a refund made at the provider can be booked at once. Not when somebody has recorded a refund by hand: it may
 * be the same one, which only a person can tell.
 */
async function mayBook(tx: Ctx, payment: PaymentRow, charge: AttemptRow, moved: Moved): Promise<boolean> {
  if (refusalOf('refund', payment) || moved.currency !== payment.currency) return false;
  if (moved.amountMinor > (await refundable(tx, payment))) return false;
  const [asked, booked] = await Promise.all([
    tx.db
      .selectFrom('payment_attempt')
      .select(['amount_minor', 'state'])
      .where(inOrg(tx))
      .where('payment_id', '=', payment.id)
      .where('kind', '=', 'refund')
      .where('charge_id', '=', charge.id)
      .execute(),
    tx.db
      .selectFrom('payment_notice')
      .select('amount_minor')
      .where(inOrg(tx))
      .where('payment_id', '=', payment.id)
      .where('booked', '=', true)
      .execute(),
  ]);
  const succeeded = asked.filter(({ state }) => state === 'succeeded');
  const explained = [...succeeded, ...booked].reduce((sum, { amount_minor }) => sum + amount_minor, 0);
  // One that we asked for and have not heard of may be this one, when its mark was lost.
  const underWay = asked.some(({ state }) => isOpen(state as never));
  return explained === payment.refunded_minor && !underWay;
}

function findNotice(tx: Ctx, provider: string, { kind, providerId }: Moved): Promise<NoticeRow | undefined> {
  return tx.db
    .selectFrom('payment_notice')
    .selectAll()
    .where(inOrg(tx))
    .where('provider', '=', provider)
    .where('kind', '=', kind)
    .where('provider_id', '=', providerId)
    .executeTakeFirst();
}

async function openNotice(
  tx: Ctx,
  payment: PaymentRow,
  charge: AttemptRow,
  moved: Moved,
  book: boolean,
): Promise<Result<null>> {
  const now = tx.clock.now();
  const id = newId(now.getTime());
  const { provider } = charge;
  const { kind, state, amountMinor, currency } = moved;
  if (book) {
    const how = { reason: moved.reason ?? provider, amountMinor, method: methodOf(tx, provider) };
    const recorded = await recordRefund(tx, payment, how);
    if (!recorded.ok) return recorded;
  }
  await tx.db
    .insertInto('payment_notice')
    .values({
      organization_id: orgOf(tx).id,
      id,
      payment_id: payment.id,
      attempt_id: charge.id,
      provider,
      kind,
      provider_id: moved.providerId,
      state,
      amount_minor: amountMinor,
      currency,
      reason: moved.reason?.slice(0, 500) || null,
      booked: book,
      ...(book && { done_at: now, done_by_name: provider }),
      created_at: now,
      updated_at: now,
    })
    .execute();
  const after = { payment: payment.id, reference: payment.reference, kind, state, amount_minor: amountMinor, currency };
  await audit(tx, 'payments.notice_opened', {
    subject: { type: NOTICE, id },
    after: { ...after, provider, booked: book },
  });
  return ok(null);
}

/** The provider says otherwise than before: a person should look, also when they had. */
async function followMoved(tx: Ctx, row: NoticeRow, moved: Moved): Promise<void> {
  await tx.db
    .updateTable('payment_notice')
    .set({
      state: moved.state,
      ...(moved.reason && { reason: moved.reason.slice(0, 500) }),
      done_at: null,
      done_by_name: null,
      done_note: null,
      updated_at: tx.clock.now(),
    })
    .where('organization_id', '=', row.organization_id)
    .where('id', '=', row.id)
    .execute();
  await audit(tx, 'payments.notice_changed', {
    subject: { type: NOTICE, id: row.id },
    before: { state: row.state },
    after: { state: moved.state, payment: row.payment_id, kind: row.kind, provider: row.provider },
  });
}
