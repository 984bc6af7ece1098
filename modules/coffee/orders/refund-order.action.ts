import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { post } from '../../../kernel/ledger/index.ts';
import { formatAmount, parseAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { startRefund } from '../../../kernel/payment-providers/index.ts';
import { REPEATED_WITHIN_MS, refundPayment } from '../../../kernel/payments/index.ts';
import { lockMachine } from '../machines/lock-machine.query.ts';
import { INCOME, ORDER } from '../names.ts';
import type { Refunded, RefundInput } from './contract.ts';
import { isSale } from './judge-order.rule.ts';
import { lockOrder, type OrderRow } from './lock-order.ts';
import { noteRefund } from './note-refund.action.ts';
import { getOrder, refundsOf } from './orders.query.ts';
import { assetOf } from './sales.ts';
import { type Given, insertRefund } from './write-refund.action.ts';

/**
 * Gives money of an order back, all that is left or a part. What the machine took itself is paid out by hand, and the
 * ledger gets the entry now; what a provider took is given back by it, and counts when it has confirmed that.
 *
 * Refusals: `coffee.order.not_found`, `not_sold`, `amount`, `coffee.refund.too_much`, `reason_blank`, `changed`,
 * `repeated`, and those of the payments.
 */
export async function refundOrder(ctx: Ctx, id: string, input: RefundInput): Promise<Result<Refunded>> {
  const reason = input.reason.trim();
  if (!reason) return refuse('coffee.refund.reason_blank', undefined, { reason: 'coffee.refund.reason_blank' });
  return transaction(ctx, async (tx) => {
    const found = await getOrder(tx, id);
    if (!found.ok) return found;
    // Machine, order, payment: everybody locks in this order.
    await lockMachine(tx, found.data.machine.id);
    const row = await lockOrder(tx, id);
    if (!row) return refuse('coffee.order.not_found');
    if (!isSale(row.payment_state)) return refuse('coffee.order.not_sold');
    const given = row.refunded_minor + (await underWay(tx, id));
    const left = row.amount_minor - given;
    const read = input.amount === undefined ? ok(left) : parseAmount(input.amount, row.currency);
    if (!read.ok || (input.amount !== undefined && read.data <= 0)) {
      return refuse('coffee.order.amount', undefined, { amount: 'coffee.order.amount' });
    }
    const amountMinor = read.data;
    if (amountMinor > left || left <= 0) {
      return refuse('coffee.refund.too_much', { left: formatAmount(left, row.currency), currency: row.currency });
    }
    const expected = input.expected_refunded === undefined ? null : parseAmount(input.expected_refunded, row.currency);
    if (expected && !expected.ok) {
      return refuse(expected.code, expected.detail, { expected_refunded: expected.code });
    }
    // What a person saw binds the refund; without it the same again within a minute counts as a repetition.
    if (expected && expected.data !== given) {
      return refuse('coffee.refund.changed', { refunded: formatAmount(given, row.currency), currency: row.currency });
    }
    if (!expected && (await wasGiven(tx, id, { amountMinor, reason }))) {
      return refuse('coffee.refund.repeated', {
        amount: formatAmount(amountMinor, row.currency),
        currency: row.currency,
      });
    }
    const before = (await refundsOf(tx, id)).length;
    const way = await giveBack(tx, row, {
      amountMinor,
      reason,
      expectedMinor: expected?.data,
      approvalId: input.approval_id,
    });
    if (!way.ok) return way;
    await audit(tx, 'coffee.order.refunded', {
      subject: { type: ORDER, id },
      before: { refunded_minor: row.refunded_minor },
      after: { number: row.number, amount_minor: amountMinor, currency: row.currency, way: way.data },
      note: reason,
    });
    const [order, [refund, ...older]] = await Promise.all([getOrder(tx, id), refundsOf(tx, id)]);
    if (!order.ok) return order;
    if (!refund || older.length !== before) throw new Error(`the refund of the order ${id} was not written`);
    return ok({ refund, order: order.data });
  });
}

/** Whether the same was given back, or asked of a provider, a moment ago. */
async function wasGiven(tx: Ctx, orderId: string, { amountMinor, reason }: Given): Promise<boolean> {
  const same = await tx.db
    .selectFrom('coffee_refund')
    .select('id')
    .where(inOrg(tx))
    .where('order_id', '=', orderId)
    .where('amount_minor', '=', amountMinor)
    .where('reason', '=', reason)
    .where('state', '<>', 'failed')
    .where('created_at', '>', new Date(tx.clock.now().getTime() - REPEATED_WITHIN_MS))
    .limit(1)
    .executeTakeFirst();
  return same !== undefined;
}

async function giveBack(
  tx: Ctx,
  row: OrderRow,
  { amountMinor, reason, ...bound }: Given & { expectedMinor: number | undefined; approvalId: string | undefined },
): Promise<Result<string>> {
  if (row.payment_id === null) {
    await insertRefund(tx, row, { amountMinor, reason }, { way: 'by_hand', state: 'done' });
    await post(tx, {
      kind: 'coffee.refunded',
      memo: `${row.number} ${reason}`,
      subject: { type: ORDER, id: row.id },
      lines: [
        { account: INCOME, amountMinor, currency: row.currency },
        { account: assetOf(row.payment_method), amountMinor: -amountMinor, currency: row.currency },
      ],
    });
    await noteRefund(tx, row, amountMinor);
    return ok('by_hand');
  }
  const asked = await startRefund(tx, row.payment_id, { reason, amountMinor, ...bound });
  if (asked.ok) {
    await insertRefund(
      tx,
      row,
      { amountMinor, reason },
      { way: 'provider', state: 'under_way', attempt_id: asked.data.id },
    );
    return ok('provider');
  }
  if (asked.code !== 'payments.not_by_provider') return asked;
  // Confirmed by people, such as a transfer: they give it back, and `paymentReturned` notes it.
  const recorded = await refundPayment(tx, row.payment_id, { reason, amountMinor, ...bound });
  return recorded.ok ? ok('by_hand') : recorded;
}

/** What providers were asked for and have not answered. */
async function underWay(tx: Ctx, orderId: string): Promise<number> {
  const rows = await tx.db
    .selectFrom('coffee_refund as r')
    .innerJoin('payment_attempt as a', onOrg('a.id', 'r.attempt_id'))
    .select('r.amount_minor')
    .where(inOrg(tx, 'r'))
    .where('r.order_id', '=', orderId)
    .where('r.state', '=', 'under_way')
    .where('a.state', '<>', 'failed')
    .execute();
  return rows.reduce((sum, { amount_minor }) => sum + amount_minor, 0);
}
