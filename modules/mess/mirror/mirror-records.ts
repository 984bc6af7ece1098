import type { Ctx } from '../../../kernel/ctx/index.ts';
import { mirror } from '../../../kernel/mirror/index.ts';
import type { Cut } from '../cuts/contract.ts';
import { getCyclePayment } from '../payments/payments.query.ts';
import type { Student } from '../students/contract.ts';
import { cutChanged, paymentChanged, studentRegistered } from './mirrored.ts';

/** Rows for the spreadsheet, written in the transaction that they report; without a spreadsheet it reads nothing. */

export function mirrorStudent(tx: Ctx, { roll_number, name, room, phone, state }: Student): Promise<void> {
  return mirror(tx, studentRegistered, { roll_number, name, room, phone, state });
}

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

export function mirrorCut(tx: Ctx, { student, from, to, days }: Cut, state: 'applied' | 'cancelled'): Promise<void> {
  return mirror(tx, cutChanged, { roll_number: student.roll_number, name: student.name, from, to, days, state });
}
