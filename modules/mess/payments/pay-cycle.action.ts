import { audit } from '../../../kernel/audit/index.ts';
import { sendToPerson } from '../../../kernel/channels/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { formatDate, formattingOf, inLanguage, t } from '../../../kernel/i18n/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { addDays } from '../../../kernel/lib/time.ts';
import { type NewProof, submitProof } from '../../../kernel/payment-proofs/index.ts';
import { denyPayment, markPaid, type Verification, verifyPayment } from '../../../kernel/payments/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { todayOf } from '../cycles/cycles.query.ts';
import { CYCLE_PAYMENT } from '../names.ts';
import { messSettings } from '../settings.ts';
import { getStudent } from '../students/students.query.ts';
import type { CyclePayment } from './contract.ts';
import { type CyclePaymentRecord, lockCyclePayment } from './lock-cycle-payment.ts';
import { openCyclePayment } from './open-cycle-payment.action.ts';
import { getCyclePayment } from './payments.query.ts';

/**
 * A student sends a proof of payment, which goes to the evidence desk. Refuses as openCyclePayment and submitProof do,
 * and with `mess.payment.nothing_owed` when the cycle is paid.
 */
export async function sendProof(
  ctx: Ctx,
  studentId: string,
  proof: NewProof,
  cycleId?: string,
): Promise<Result<CyclePayment>> {
  return transaction(ctx, async (tx) => {
    const opened = await openCyclePayment(tx, studentId, cycleId);
    if (!opened.ok) return opened;
    const { id, state, payment } = opened.data;
    if (!id || !payment || state === 'verified') return refuse('mess.payment.nothing_owed');
    const submitted = await submitProof(tx, payment.id, proof);
    if (!submitted.ok) return submitted;
    return getCyclePayment(tx, id);
  });
}

/** Records cash for a cycle. Refuses as openCyclePayment and markPaid do, and with `mess.payment.nothing_owed`. */
export async function takeCash(
  ctx: Ctx,
  studentId: string,
  how: { cycle_id?: string; note?: string },
): Promise<Result<CyclePayment>> {
  return transaction(ctx, async (tx) => {
    const opened = await openCyclePayment(tx, studentId, how.cycle_id);
    if (!opened.ok) return opened;
    const { id, state, payment } = opened.data;
    if (!id || !payment || state === 'verified') return refuse('mess.payment.nothing_owed');
    const paid = await markPaid(tx, payment.id, { method: 'cash', note: how.note });
    return paid.ok ? getCyclePayment(tx, id) : paid;
  });
}

/**
 * Confirms a cycle's payment, as the evidence desk does. Refuses as verifyPayment does, and with
 * `mess.payment.not_found`.
 */
export function verifyCyclePayment(ctx: Ctx, id: string, how: Verification): Promise<Result<CyclePayment>> {
  return decide(ctx, id, (tx, payment) => verifyPayment(tx, payment, how));
}

/** Denies its proof. Refuses as denyPayment does, and with `mess.payment.not_found`. */
export function denyCyclePayment(ctx: Ctx, id: string, reason: string): Promise<Result<CyclePayment>> {
  return decide(ctx, id, (tx, payment) => denyPayment(tx, payment, { reason }));
}

async function decide(
  ctx: Ctx,
  id: string,
  act: (tx: Ctx, payment: string) => Promise<Result<unknown>>,
): Promise<Result<CyclePayment>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockCyclePayment(tx, id);
    if (!locked) return refuse('mess.payment.not_found');
    if (!locked.payment_id) return refuse('mess.payment.already_verified');
    const decided = await act(tx, locked.payment_id);
    return decided.ok ? getCyclePayment(tx, id) : decided;
  });
}

/**
 * Gives grace ("accepted, not yet seen on the statement"): the student eats for this many days from today, whatever
 * becomes of the payment, and is notified by chat. Refuses with `mess.payment.not_found`, `already_verified`, and
 * `no_grace` when no proof was sent.
 */
export async function giveGrace(ctx: Ctx, id: string, days?: number): Promise<Result<CyclePayment>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockCyclePayment(tx, id);
    const shown = await getCyclePayment(tx, id);
    if (!locked || !shown.ok) return refuse('mess.payment.not_found');
    if (shown.data.state === 'verified') return refuse('mess.payment.already_verified');
    if (shown.data.state !== 'uploaded') return refuse('mess.payment.no_grace');
    const { grace_days } = await getSettings(tx, messSettings);
    // Today is one of them.
    const grace_until = addDays(todayOf(tx), (days ?? grace_days) - 1);
    await change(tx, id, { grace_until });
    await audit(tx, 'mess.payment.grace_given', {
      subject: { type: CYCLE_PAYMENT, id },
      before: { grace_until: locked.grace_until },
      after: { grace_until, roll_number: shown.data.student.roll_number },
    });
    const student = await getStudent(tx, locked.student_id);
    if (student.ok)
      await sendToPerson(tx, student.data.person_id, (language) => ({
        text: t(inLanguage(tx, language), 'chat.mess.notice.grace', {
          cycle: shown.data.cycle.name,
          day: formatDate(grace_until, formattingOf({ ...tx, locale: language })),
        }),
        about: 'mess.grace',
      }));
    return getCyclePayment(tx, id);
  });
}

export async function change(
  tx: Ctx,
  id: string,
  to: Partial<Pick<CyclePaymentRecord, 'state' | 'grace_until'>> & { verified_at?: Date | null },
): Promise<void> {
  await tx.db
    .updateTable('mess_cycle_payment')
    .set({ ...to, updated_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
}
