import { ok } from '../lib/result.ts';
import { REFUNDS_DUE } from './domain/accounts.ts';
import type { Payable } from './payables.ts';
import { paymentsById } from './queries/find-payment.ts';
import { tellPerson } from './tell-person.ts';

/**
 * Money that came once more for what was paid already, or that is not what was asked for: a payment of its own about
 * that payment, which is for nothing and therefore owed from its first moment. So it stands among the refunds due, and
 * is given back like any other money.
 */
export const SURPLUS = 'payments.surplus';

export const surplusPayable: Payable = {
  type: SURPLUS,
  label: 'console.payments.surplus.title',
  // Never reached: all of it is owed.
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
    await tellPerson(tx, payment, settled ? 'surplus' : 'differs');
    return ok({ owed: true });
  },
  async refunded(tx, payment, { mistaken }) {
    if (!mistaken) await tellPerson(tx, payment, 'refunded');
  },
  tellsPerson: true,
};
