import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import type { Payable } from '../../../kernel/payments/index.ts';
import { lockMachine } from '../machines/lock-machine.query.ts';
import { CHARGE, INCOME } from '../names.ts';
import { paymentArrived } from './payment-arrived.action.ts';
import { paymentReturned } from './payment-returned.action.ts';

/** What a machine's payment is for, to the payments package: its money, and what was given back of it. */
export const chargePayable: Payable = {
  type: CHARGE,
  label: 'console.coffee.charge',
  income: INCOME,
  describe: async (ctx, ids) => {
    const rows = await ctx.db
      .selectFrom('coffee_charge as h')
      .innerJoin('coffee_machine as c', onOrg('c.id', 'h.machine_id'))
      .select(['h.id', 'h.number', 'h.machine_id', 'h.order_id', 'c.serial'])
      .where(inOrg(ctx, 'h'))
      .where('h.id', '=', (eb) => eb.fn.any(eb.val(ids)))
      .execute();
    return new Map(
      rows.map((row) => [
        row.id,
        {
          title: `${row.serial} ${row.number}`,
          url: row.order_id ? `/coffee/orders/${row.order_id}` : `/coffee/machines/${row.machine_id}`,
        },
      ]),
    );
  },
  // Orders lock their machine before the payment, too.
  lock: async (tx, id) => {
    const charge = await findCharge(tx, id);
    if (charge) await lockMachine(tx, charge.machine_id);
  },
  verified: async (tx, payment) => {
    const charge = await findCharge(tx, payment.subject.id);
    if (charge?.order_id) await paymentArrived(tx, charge.order_id, payment);
    return ok({});
  },
  refunded: async (tx, payment, how) => paymentReturned(tx, await findCharge(tx, payment.subject.id), payment, how),
  refundedPart: async (tx, payment, how) => paymentReturned(tx, await findCharge(tx, payment.subject.id), payment, how),
  // Nobody knows who stood before the machine.
  notifiesPayer: true,
};

function findCharge(tx: Ctx, id: string) {
  return tx.db
    .selectFrom('coffee_charge')
    .select(['machine_id', 'order_id'])
    .where(inOrg(tx))
    .where('id', '=', id)
    .executeTakeFirst();
}
