import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { post } from '../../../kernel/ledger/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { openPayment } from '../../../kernel/payments/index.ts';
import { getPerson } from '../../../kernel/people/index.ts';
import { cycleFor } from '../cycles/cycles.query.ts';
import { CHARGES, CREDIT, CYCLE_PAYMENT, INCOME } from '../names.ts';
import { creditLate } from '../rebates/credit-rebates.action.ts';
import { lockStudent } from '../students/lock-student.query.ts';
import type { CyclePayment } from './contract.ts';
import { mirrorPayment } from './mirror-payment.ts';
import { chargesOf, creditOf } from './owed.query.ts';
import { getCyclePayment } from './payments.query.ts';

/**
 * Opens what a student owes for a cycle, by default today's: created at the first request, with a payment of its own
 * reference. Credit from earlier cycles is subtracted (or added, if rebates were taken back), and charges of the
 * settlement are added. When the credit covers all of it, it is paid by that alone. A second request answers the same
 * payment; after a payment was refunded or closed, it opens another one.
 *
 * Refusals: `mess.student.not_found`, `mess.student.not_approved`, `mess.cycle.not_found`, `mess.cycle.none_now`.
 */
export async function openCyclePayment(ctx: Ctx, studentId: string, cycleId?: string): Promise<Result<CyclePayment>> {
  return transaction(ctx, async (tx) => {
    const student = await lockStudent(tx, studentId);
    if (!student.ok) return student;
    const cycle = await cycleFor(tx, cycleId);
    if (!cycle.ok) return cycle;
    const { id: cycle_id, price_minor, currency } = cycle.data;
    const present = await ofCycle(tx, studentId, cycle_id);
    if (present && (present.state !== 'none' || isOpen(present.payment_state))) return getCyclePayment(tx, present.id);
    if (student.data.state !== 'approved') return refuse('mess.student.not_approved');
    // Guards against a simultaneous change of the price; other payers share this lock.
    await tx.db.selectFrom('mess_cycle').select('id').where(inOrg(tx)).where('id', '=', cycle_id).forShare().execute();
    const person = await getPerson(tx, student.data.person_id);
    if (!person.ok) return person;
    const now = tx.clock.now();
    const id = present?.id ?? newId(now.getTime());
    const charges_minor = await chargesOf(tx, studentId, currency, id);
    const credit_minor = Math.min(price_minor + charges_minor, await creditOf(tx, studentId, currency, id));
    const due = price_minor + charges_minor - credit_minor;
    const payment =
      due > 0
        ? await openPayment(tx, {
            subject: { type: CYCLE_PAYMENT, id },
            personId: student.data.person_id,
            payerName: person.data.name,
            amountMinor: due,
            currency,
            description: `${cycle.data.name}: ${student.data.roll_number}`,
          })
        : null;
    if (payment && !payment.ok) return payment;
    const values = {
      state: due > 0 ? 'none' : 'verified',
      payment_id: payment?.data.id ?? null,
      price_minor,
      credit_minor,
      charges_minor,
      currency,
      verified_at: due > 0 ? null : now,
      updated_at: now,
    };
    await tx.db
      .insertInto('mess_cycle_payment')
      .values({ organization_id: orgOf(tx).id, id, student_id: studentId, cycle_id, ...values, created_at: now })
      .onConflict((on) => on.columns(['organization_id', 'id']).doUpdateSet(values))
      .execute();
    await audit(tx, 'mess.payment.opened', {
      subject: { type: CYCLE_PAYMENT, id },
      after: {
        cycle: cycle.data.name,
        roll_number: student.data.roll_number,
        price_minor,
        credit_minor,
        charges_minor,
        currency,
      },
    });
    if (due === 0) {
      const of = { id, student_id: studentId, cycle_id, price_minor, credit_minor, charges_minor, currency };
      await takeCredit(tx, of);
      await creditLate(tx, of);
      await mirrorPayment(tx, id, 'verified');
    }
    return getCyclePayment(tx, id);
  });
}

/**
 * Once the cycle is paid, the credit that it used becomes income again (added amounts stop being owed), and the charges
 * in its amount are collected: they were income before.
 */
export async function takeCredit(
  tx: Ctx,
  of: { id: string; credit_minor: number; charges_minor: number; currency: string },
): Promise<void> {
  const { id, credit_minor, charges_minor, currency } = of;
  const subject = { type: CYCLE_PAYMENT, id };
  const move = (kind: string, from: string, to: string, amountMinor: number) =>
    amountMinor !== 0 &&
    post(tx, {
      kind,
      subject,
      lines: [
        { account: from, amountMinor, currency },
        { account: to, amountMinor: -amountMinor, currency },
      ],
    });
  await move(credit_minor > 0 ? 'mess.credit.taken' : 'mess.credit.repaid', CREDIT, INCOME, credit_minor);
  await move('mess.charges.collected', INCOME, CHARGES, charges_minor);
}

async function ofCycle(tx: Ctx, studentId: string, cycleId: string) {
  return tx.db
    .selectFrom('mess_cycle_payment as cp')
    .leftJoin('payment as p', onOrg('p.id', 'cp.payment_id'))
    .select(['cp.id', 'cp.state', 'p.state as payment_state'])
    .where(inOrg(tx, 'cp'))
    .where('cp.student_id', '=', studentId)
    .where('cp.cycle_id', '=', cycleId)
    .executeTakeFirst();
}

/** Whether money may still come through this payment; a refunded or closed one is replaced. */
const isOpen = (state: string | null) => state !== null && state !== 'refunded' && state !== 'expired';
