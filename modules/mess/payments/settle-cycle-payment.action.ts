import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { post } from '../../../kernel/ledger/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import { CHARGES, CREDIT, CYCLE_PAYMENT, INCOME } from '../names.ts';
import { creditLate, takeRebatesBack } from '../rebates/credit-rebates.action.ts';
import { lockCyclePayment } from './lock-cycle-payment.ts';
import { mirrorPayment } from './mirror-payment.ts';
import { takeCredit } from './open-cycle-payment.action.ts';
import { change } from './pay-cycle.action.ts';
import { getCyclePayment } from './payments.query.ts';

/** A proof waits for a decision, whoever added it. */
export async function noteProof(tx: Ctx, payment: Payment): Promise<void> {
  const of = await lockCyclePayment(tx, payment.subject.id);
  if (!of || of.payment_id !== payment.id) return;
  await change(tx, of.id, { state: 'uploaded' });
  const shown = await getCyclePayment(tx, of.id);
  if (!shown.ok) return;
  const { student, cycle } = shown.data;
  await audit(tx, 'mess.payment.uploaded', {
    subject: { type: CYCLE_PAYMENT, id: of.id },
    before: { state: of.state },
    after: { state: 'uploaded', roll_number: student.roll_number, cycle: cycle.name },
  });
  await mirrorPayment(tx, of.id, 'uploaded');
}

/**
 * The money for a cycle has come, in the payment's transaction: the student eats, the credit that was subtracted
 * becomes income, and for a finished cycle the rebates follow. A payment that was replaced by another one is to be
 * refunded. Refuses with `mess.payment.not_found`.
 */
export async function settleCyclePayment(tx: Ctx, payment: Payment): Promise<Result<{ owed?: true }>> {
  const of = await lockCyclePayment(tx, payment.subject.id);
  if (!of) return refuse('mess.payment.not_found');
  const replaced = of.payment_id !== payment.id || of.state === 'verified';
  if (!replaced) {
    await change(tx, of.id, { state: 'verified', verified_at: tx.clock.now(), grace_until: null });
    await takeCredit(tx, of);
    await creditLate(tx, of);
    await mirrorPayment(tx, of.id, 'verified');
  }
  await audit(tx, replaced ? 'mess.payment.owed' : 'mess.payment.verified', {
    subject: { type: CYCLE_PAYMENT, id: of.id },
    before: { state: of.state },
    after: { state: replaced ? of.state : 'verified', reference: payment.reference },
  });
  return ok(replaced ? { owed: true } : {});
}

/** A proof was denied: the grace that was given for it ends as well. */
export async function denyProof(tx: Ctx, payment: Payment, reason: string): Promise<void> {
  const of = await lockCyclePayment(tx, payment.subject.id);
  if (!of || of.payment_id !== payment.id) return;
  await change(tx, of.id, { state: 'denied', grace_until: null });
  await mirrorPayment(tx, of.id, 'denied');
  await audit(tx, 'mess.payment.denied', {
    subject: { type: CYCLE_PAYMENT, id: of.id },
    before: { state: of.state },
    after: { state: 'denied', reference: payment.reference },
    note: reason,
  });
}

/**
 * The money was refunded, or had never come: the cycle isn't paid, the student gets back the credit that it used, the
 * charges in its amount are open again, and its rebates are taken back.
 */
export async function refundCycle(tx: Ctx, payment: Payment, { reason }: { reason: string }): Promise<void> {
  const of = await lockCyclePayment(tx, payment.subject.id);
  if (!of || of.payment_id !== payment.id || of.state !== 'verified') return;
  // Before the rows change, because they still hold what was paid.
  await mirrorPayment(tx, of.id, 'refunded');
  await tx.db
    .updateTable('mess_cycle_payment')
    .set({ state: 'none', verified_at: null, credit_minor: 0, charges_minor: 0, updated_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('id', '=', of.id)
    .execute();
  const { currency } = of;
  const back = (kind: string, from: string, to: string, amountMinor: number) =>
    amountMinor !== 0 &&
    post(tx, {
      kind,
      memo: reason,
      subject: { type: CYCLE_PAYMENT, id: of.id },
      lines: [
        { account: from, amountMinor, currency },
        { account: to, amountMinor: -amountMinor, currency },
      ],
    });
  await back('mess.credit.returned', INCOME, CREDIT, of.credit_minor);
  await back('mess.charges.reopened', CHARGES, INCOME, of.charges_minor);
  await takeRebatesBack(tx, of, reason);
  await audit(tx, 'mess.payment.refunded', {
    subject: { type: CYCLE_PAYMENT, id: of.id },
    before: { state: of.state },
    after: { state: 'none', reference: payment.reference },
    note: reason,
  });
}
