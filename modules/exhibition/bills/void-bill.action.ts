import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { latestCharge } from '../../../kernel/payment-providers/index.ts';
import { paymentsOf, refundPayment } from '../../../kernel/payments/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { type Approver, approvedRefund, useUpApproval } from '../../../kernel/till/index.ts';
import { putBackStock } from '../items/stock.action.ts';
import { BILL, VOID } from '../names.ts';
import { exhibitionSettings } from '../settings.ts';
import { getBillAnswer } from './bill-answer.query.ts';
import { billLines } from './bill-lines.query.ts';
import type { VoidAnswer, VoidInput } from './contract.ts';
import { creditNotesOf, creditVoided } from './credit-bill.action.ts';
import { type LockedBill, lockBill } from './lock-bill.ts';

/**
 * Voids a bill with a reason. A bill with money in it is voided only together with giving that money back (`refund`), so
 * that nothing is forgotten; what a provider took is given back at its payment first. The bill stays visible, and the
 * customer's total no longer counts it. Of two requests at once the second is refused, because the bill is void already.
 * A person who may not void every bill may void their own for the minutes that the organization allows; for others, and
 * where more goes back than the till's limit of refunds, a supervisor approves. Each receipt and invoice that lists the
 * bill gets a credit note.
 *
 * Refusals: `exhibition.bill.not_found`, `exhibition.bill.already_void`, `exhibition.bill.has_money`,
 * `exhibition.bill.paid_online`, `till.approval_needed`, `till.approval_gone`, and those of a refund.
 */
export async function voidBill(ctx: Ctx, id: string, input: VoidInput): Promise<Result<VoidAnswer>> {
  const reason = input.reason.trim();
  if (!reason) return refuse('exhibition.bill.reason_blank', undefined, { reason: 'exhibition.bill.reason_blank' });
  const organization_id = orgOf(ctx).id;
  return transaction(ctx, async (tx) => {
    const bill = await lockBill(tx, id);
    if (!bill) return refuse('exhibition.bill.not_found');
    if (bill.voided_at) return refuse('exhibition.bill.already_void');
    const now = tx.clock.now();
    const alone = await mayAlone(tx, bill);
    const approved = await approvedVoid(tx, bill, { alone, approvalId: input.approval_id });
    if (!approved.ok) return approved;
    const approver = approved.data;
    const before = new Set((await creditNotesOf(tx, bill)).map(({ id: note }) => note));
    const emptied = await giveBack(tx, bill, { reason, refund: input.refund ?? false, approver });
    if (!emptied.ok) return emptied;
    await Promise.all([
      tx.db
        .updateTable('exhibition_bill')
        .set({ voided_at: now, voided_by_name: tx.actor.name, void_reason: reason })
        .where(inOrg(ctx))
        .where('id', '=', id)
        .execute(),
      // What was paid and went back leaves the customer's sums with the bill, as `giveBack` left it.
      sql`update exhibition_customer c set bill_count = c.bill_count - 1, total_minor = c.total_minor - b.amount_minor,
          paid_minor = c.paid_minor - b.paid_minor, updated_at = ${now}
        from exhibition_bill b where c.organization_id = ${organization_id} and c.id = b.customer_id
          and b.organization_id = ${organization_id} and b.id = ${id}`.execute(tx.db),
    ]);
    // What came back of a line before is in the stock already.
    const sold = await billLines(tx, [id]);
    await putBackStock(
      tx,
      sold.map((line) => ({ ...line, quantity_milli: line.quantity_milli - line.returned_milli })),
    );
    await audit(tx, 'exhibition.bill.voided', {
      subject: { type: 'exhibition.bill', id },
      part: bill.stall_id,
      before: { voided_at: null },
      after: {
        voided_at: now.toISOString(),
        ...(alone === 'own' && { own: true }),
        ...(approver && { approved_by: approver.name }),
      },
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
  { reason, refund, approver }: { reason: string; refund: boolean; approver: Approver | null },
): Promise<Result<null>> {
  const inIt = bill.paid_minor - bill.refunded_minor;
  if (inIt === 0) return ok(null);
  const { currency } = bill;
  if (!refund) return refuse('exhibition.bill.has_money', { amount: formatAmount(inIt, currency), currency });
  for (const payment of await paymentsOf(tx, { type: BILL, id: bill.id })) {
    if (payment.state !== 'verified' || payment.owed) continue;
    // A provider answers later, and may refuse: the bill must not be void before that.
    if ((await latestCharge(tx, payment.id))?.state === 'succeeded') return refuse('exhibition.bill.paid_online');
    const refunded = await refundPayment(tx, payment.id, {
      reason,
      expectedMinor: payment.refundedMinor,
      approver,
    });
    if (!refunded.ok) return refunded;
  }
  return ok(null);
}

/** Whether the person needs nobody for this void: they may void every bill, or it is their own and new; else null. */
async function mayAlone(tx: Ctx, bill: LockedBill): Promise<'any' | 'own' | null> {
  if (tx.services.authenticator.can(tx, 'exhibition.bill.void')) return 'any';
  const { void_own_minutes } = await getSettings(tx, exhibitionSettings);
  const age = tx.clock.now().getTime() - bill.created_at.getTime();
  return bill.created_by_id === tx.actor.id && age < void_own_minutes * 60_000 ? 'own' : null;
}

/** Who approved it; null: nobody had to. What goes back counts against the till's limit of refunds. */
async function approvedVoid(
  tx: Ctx,
  bill: LockedBill,
  { alone, approvalId }: { alone: 'any' | 'own' | null; approvalId: string | undefined },
): Promise<Result<Approver | null>> {
  const amountMinor = bill.paid_minor - bill.refunded_minor;
  const wanted = { what: VOID, subjectId: bill.id, approvalId };
  if (alone === null) return useUpApproval(tx, { ...wanted, ...(amountMinor > 0 && { amountMinor }) });
  return approvedRefund(tx, {
    ...wanted,
    amountMinor,
    currency: bill.currency,
    beforeMinor: bill.refunded_minor,
  });
}
