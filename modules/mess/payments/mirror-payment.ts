import type { Ctx } from '../../../kernel/ctx/index.ts';
import { mirror } from '../../../kernel/mirror/index.ts';
import { paymentChanged } from '../mirrored.ts';
import { getCyclePayment } from './payments.query.ts';

/** Rows for the spreadsheet, written in the transaction that they report; without a spreadsheet it reads nothing. */

/** A step of a cycle's payment, with the current rows; `refunded` is a step, not a lasting state. */
export function mirrorPayment(
  tx: Ctx,
  id: string,
  state: 'uploaded' | 'verified' | 'denied' | 'refunded',
): Promise<void> {
  return mirror(tx, paymentChanged, async () => {
    const found = await getCyclePayment(tx, id);
    if (!found.ok) return null;
    const { student, cycle, due, currency, credit, charges, payment } = found.data;
    return {
      roll_number: student.roll_number,
      name: student.name,
      cycle: cycle.name,
      state,
      amount: Number(state === 'refunded' ? (payment?.amount ?? due) : due),
      currency,
      credit: Number(credit),
      charges: Number(charges),
      reference: payment?.reference ?? null,
    };
  });
}
