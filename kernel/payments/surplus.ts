import { ok } from '../lib/result.ts';
import { REFUNDS_DUE } from './domain/accounts.ts';
import { notifyPayer } from './notify-payer.ts';
import type { Payable } from './payables.ts';
import { paymentsById } from './queries/find-payment.ts';

/**
 * Money that came again for a paid payment, or that differs from the request: a separate payment about that payment,
 * with no other subject and therefore owed from the start. So it is listed among the refunds due, and is given back
 * like any other money.
 */
export const SURPLUS = 'payments.surplus';

export const surplusPayable: Payable = {
  type: SURPLUS,
  label: 'console.payments.surplus.title',
  // Never used: all of it is owed.
  income: REFUNDS_DUE,
  onlyOwed: true,
  async describe(ctx, ids) {
    const paid = await paymentsById(ctx, ids);
    return new Map(
      paid.map(({ id, reference, description }) => [
        id,
        { title: `${reference}: ${description}`, url: `/payments/${id}` },
      ]),
    );
  },
  async verified(tx, payment) {
    const [paid] = await paymentsById(tx, [payment.subject.id]);
    const settled = paid && (paid.state === 'verified' || paid.state === 'refunded');
    await notifyPayer(tx, payment, settled ? 'surplus' : 'differs');
    return ok({ owed: true });
  },
  async refunded(tx, payment, { mistaken }) {
    if (!mistaken) await notifyPayer(tx, payment, 'refunded');
  },
  notifiesPayer: true,
};
