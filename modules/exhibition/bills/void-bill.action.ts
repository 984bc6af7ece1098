import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { latestCharge } from '../../../kernel/payment-providers/index.ts';
import { paymentsOf, refundPayment } from '../../../kernel/payments/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { BILL } from '../names.ts';
import { exhibitionSettings } from '../settings.ts';
import { getBillAnswer } from './bill-answer.query.ts';
import type { VoidAnswer, VoidInput } from './contract.ts';
import { creditNotesOf, creditVoided } from './credit-bill.action.ts';
import { type LockedBill, lockBill } from './lock-bill.ts';

/**
 * Voids a bill with a reason. A bill with money in it is voided only together with giving that money back (`refund`), so
 * that nothing is forgotten; what a provider took is given back at its payment first. The bill stays visible, and the
 * customer's total no longer counts it. Of two requests at once the second is refused, because the bill is void already.
 * A person who may not void every bill may void their own for the minutes that the organization allows. Each receipt and
 * invoice that lists the bill gets a credit note.
 */
export async function voidBill(ctx: Ctx, id: string, input: VoidInput): Promise<Result<VoidAnswer>> {
  const reason = input.reason.trim();
  if (!reason) return refuse('exhibition.bill.reason_blank', undefined, { reason: 'exhibition.bill.reason_blank' });
  const organization_id = orgOf(ctx).id;
  return transaction(ctx, async (tx) => {
    const bill = await lockBill(tx, id);
    if (!bill) return refuse('exhibition.bill.not_found');
    const now = tx.clock.now();
    const any = tx.services.authenticator.can(tx, 'exhibition.bill.void');
    const { void_own_minutes } = await getSettings(tx, exhibitionSettings);
    // Whose bills, and since when; null for people who may void every bill.
    const own = any ? null : (tx.actor.id ?? '');
    const since = any ? null : new Date(now.getTime() - void_own_minutes * 60_000);
    const refused = await whyNot(tx, id, own, since);
    if (refused) return refused;
    const before = new Set((await creditNotesOf(tx, bill)).map(({ id: note }) => note));
    const emptied = await giveBack(tx, bill, { reason, refund: input.refund ?? false });
    if (!emptied.ok) return emptied;
    await Promise.all([
      tx.db
        .updateTable('exhibition_bill')
        .set({ voided_at: now, voided_by_name: tx.actor.name, void_reason: reason })
        .where('organization_id', '=', organization_id)
        .where('id', '=', id)
        .execute(),
      // What was paid and went back leaves the customer's sums with the bill, as `giveBack` left it.
      sql`update exhibition_customer c set bill_count = c.bill_count - 1, total_minor = c.total_minor - b.amount_minor,
          paid_minor = c.paid_minor - b.paid_minor, updated_at = ${now}
        from exhibition_bill b where c.organization_id = ${organization_id} and c.id = b.customer_id
          and b.organization_id = ${organization_id} and b.id = ${id}`.execute(tx.db),
    ]);
    await audit(tx, 'exhibition.bill.voided', {
      subject: { type: 'exhibition.bill', id },
      before: { voided_at: null },
      after: { voided_at: now.toISOString(), ...(!any && { own: true }) },
      note: reason,
    });
    await creditVoided(tx, bill, reason);
    const credit_notes = (await creditNotesOf(tx, bill)).filter(({ id: note }) => !before.has(note));
    const answer = await getBillAnswer(tx, id, null);
    return answer.ok ? ok({ ...answer.data, credit_notes }) : answer;
  });
}

/** Gives back what staff took for a locked bill, each payment the way it came. */
async function giveBack(
  tx: Ctx,
  bill: LockedBill,
  { reason, refund }: { reason: string; refund: boolean },
): Promise<Result<null>> {
  const inIt = bill.paid_minor - bill.refunded_minor;
  if (inIt === 0) return ok(null);
  const { currency } = bill;
  if (!refund) return refuse('exhibition.bill.has_money', { amount: formatAmount(inIt, currency), currency });
  for (const payment of await paymentsOf(tx, { type: BILL, id: bill.id })) {
    if (payment.state !== 'verified' || payment.owed) continue;
    // A provider answers later, and may refuse: the bill must not be void before that.
    if ((await latestCharge(tx, payment.id))?.state === 'succeeded') return refuse('exhibition.bill.paid_online');
    const refunded = await refundPayment(tx, payment.id, { reason, expectedMinor: payment.refundedMinor });
    if (!refunded.ok) return refunded;
  }
  return ok(null);
}

/** Why this person may not void a locked bill now. */
async function whyNot(tx: Ctx, id: string, own: string | null, since: Date | null): Promise<Refusal | null> {
  const bill = await tx.db
    .selectFrom('exhibition_bill')
    .select(['voided_at', 'created_by_id', 'created_at'])
    .where('organization_id', '=', orgOf(tx).id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (bill.voided_at) return refuse('exhibition.bill.already_void');
  if (own === null || since === null) return null;
  if (bill.created_by_id !== own) return refuse('exhibition.bill.void_others');
  return bill.created_at > since ? null : refuse('exhibition.bill.void_late');
}
