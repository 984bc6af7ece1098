import type { Ctx } from '../../../kernel/ctx/index.ts';
import type { Payable } from '../../../kernel/payments/index.ts';
import { CYCLE_PAYMENT, INCOME } from '../names.ts';
import { lockCyclePayment } from './lock-cycle-payment.ts';
import { cyclePaymentsById } from './payments.query.ts';
import { denyProof, noteProof, refundCycle, settleCyclePayment } from './settle-cycle-payment.action.ts';

/** A student's cycle as a payable; kernel/payments notifies the student of the outcome. */
export const cyclePayable: Payable = {
  type: CYCLE_PAYMENT,
  label: 'console.mess.payment.title',
  income: INCOME,
  async describe(ctx: Ctx, ids: string[]) {
    const payments = await cyclePaymentsById(ctx, ids);
    return new Map(
      payments.flatMap(({ id, student, cycle }) =>
        id
          ? [
              [
                id,
                { title: `${student.roll_number} ${student.name}: ${cycle.name}`, url: `/mess/students/${student.id}` },
              ],
            ]
          : [],
      ),
    );
  },
  async lock(tx, id) {
    await lockCyclePayment(tx, id);
  },
  submitted: noteProof,
  verified: settleCyclePayment,
  denied: denyProof,
  refunded: refundCycle,
};
