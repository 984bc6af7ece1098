import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { post } from '../../../kernel/ledger/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { openPayment } from '../../../kernel/payments/index.ts';
import { getPerson } from '../../../kernel/people/index.ts';
import type { CyclePayment } from '../contract.ts';
import { CREDIT, CYCLE_PAYMENT, INCOME } from '../names.ts';
import { cycleFor } from '../queries/cycles.ts';
import { getCyclePayment } from '../queries/payments.ts';
import { lockStudent } from '../records/lock.ts';

/**
 * What a student owes for a cycle, the one of today by default: made when somebody first asks, with a payment of its own reference. What
 * earlier cycles gave back is taken off; when that covers the price, it is paid by that alone. Asking again answers the same one; after a
 * payment was given back, or closed, another one is opened.
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
    // Against a change of the price at the same moment; others who pay share it.
    await tx.db
      .selectFrom('mess_cycle')
      .select('id')
      .where('organization_id', '=', orgOf(tx).id)
      .where('id', '=', cycle_id)
      .forShare()
      .execute();
    const person = await getPerson(tx, student.data.person_id);
    if (!person.ok) return person;
    const now = tx.clock.now();
    const id = present?.id ?? newId(now.getTime());
    const credit_minor = Math.min(price_minor, await creditOf(tx, studentId, currency, id));
    const due = price_minor - credit_minor;
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
      after: { cycle: cycle.data.name, roll_number: student.data.roll_number, price_minor, credit_minor, currency },
    });
    if (due === 0) await takeCredit(tx, { id, credit_minor, currency });
    return getCyclePayment(tx, id);
  });
}

/** The credit that a cycle takes becomes income, once the cycle is paid. */
export async function takeCredit(
  tx: Ctx,
  of: { id: string; credit_minor: number; currency: string },
): Promise<{ id: string } | null> {
  const { id, credit_minor, currency } = of;
  if (credit_minor === 0) return null;
  return post(tx, {
    kind: 'mess.credit.taken',
    subject: { type: CYCLE_PAYMENT, id },
    lines: [
      { account: CREDIT, amountMinor: credit_minor, currency },
      { account: INCOME, amountMinor: -credit_minor, currency },
    ],
  });
}

/** What rebates gave to a student and no cycle took yet, beside the one named; in minor units. */
export async function creditOf(ctx: Ctx, studentId: string, currency: string, beside: string | null): Promise<number> {
  const { rows } = await sql<{ left: number }>`select
    (coalesce((select sum(amount_minor) from mess_rebate
      where organization_id = ${orgOf(ctx).id} and student_id = ${studentId} and currency = ${currency}), 0)
    - coalesce((select sum(credit_minor) from mess_cycle_payment
      where organization_id = ${orgOf(ctx).id} and student_id = ${studentId} and currency = ${currency}
        and id is distinct from ${beside}::uuid), 0))::bigint as left`.execute(ctx.db);
  return Math.max(0, Number(rows[0]?.left ?? 0));
}

async function ofCycle(tx: Ctx, studentId: string, cycleId: string) {
  return tx.db
    .selectFrom('mess_cycle_payment as cp')
    .leftJoin('payment as p', (on) =>
      on.onRef('p.organization_id', '=', 'cp.organization_id').onRef('p.id', '=', 'cp.payment_id'),
    )
    .select(['cp.id', 'cp.state', 'p.state as payment_state'])
    .where('cp.organization_id', '=', orgOf(tx).id)
    .where('cp.student_id', '=', studentId)
    .where('cp.cycle_id', '=', cycleId)
    .executeTakeFirst();
}

/** Money may still come by it; one that was given back or closed is replaced. */
const isOpen = (state: string | null) => state !== null && state !== 'refunded' && state !== 'expired';
