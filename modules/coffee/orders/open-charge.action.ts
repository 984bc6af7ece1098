import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { formatAmount, readAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { payLink } from '../../../kernel/payment-providers/index.ts';
import { findPayment, openPayment } from '../../../kernel/payments/index.ts';
import { lockOwn } from '../machines/own-machine.query.ts';
import { CHARGE, MACHINE } from '../names.ts';
import type { Charge, ChargeInput } from './charge-contract.ts';

/**
 * A machine asks for a payment, to show its link as a QR on the screen. The same number again answers the same payment.
 * Refusals: `coffee.machine.not_yours`, `retired`, `coffee.order.amount`, `coffee.charge.contradicts`.
 */
export async function openCharge(
  ctx: Ctx,
  from: { deviceId: string; reference: string },
  input: ChargeInput,
): Promise<Result<Charge>> {
  const { currency, id: organization_id } = orgOf(ctx);
  const read = readAmount(input.amount, currency);
  if (!read.ok || read.data <= 0) return refuse('coffee.order.amount', undefined, { amount: 'coffee.order.amount' });
  return transaction(ctx, async (tx) => {
    const locked = await lockOwn(tx, from.deviceId, from.reference);
    if (!locked.ok) return locked;
    const machine = locked.data;
    const { number } = input;
    const known = await tx.db
      .selectFrom('coffee_charge')
      .select(['id', 'payment_id'])
      .where('organization_id', '=', organization_id)
      .where('machine_id', '=', machine.id)
      .where('number', '=', number)
      .executeTakeFirst();
    if (known) {
      const answer = await chargeOf(tx, number, known.payment_id);
      if (!answer.ok) return answer;
      return answer.data.amount_minor === read.data ? answer : refuse('coffee.charge.contradicts');
    }
    const id = newId(tx.clock.now().getTime());
    const opened = await openPayment(tx, {
      subject: { type: CHARGE, id },
      amountMinor: read.data,
      exact: true,
      currency,
      description: `${machine.name || machine.serial} ${number}`,
    });
    if (!opened.ok) return opened;
    const payment_id = opened.data.id;
    const row = { id, payment_id, machine_id: machine.id, merchant_id: machine.merchant_id, number };
    await tx.db
      .insertInto('coffee_charge')
      .values({ organization_id, ...row, created_at: tx.clock.now() })
      .execute();
    await audit(tx, 'coffee.charge.opened', {
      subject: { type: MACHINE, id: machine.id },
      after: { serial: machine.serial, number, amount_minor: read.data, currency },
    });
    return chargeOf(tx, number, payment_id);
  });
}

/** How a payment of the caller's own machine stands. Refusals: `coffee.machine.not_yours`, `coffee.charge.not_found`. */
export async function ownCharge(
  ctx: Ctx,
  from: { deviceId: string; reference: string },
  number: string,
): Promise<Result<Charge>> {
  const row = await ctx.db
    .selectFrom('coffee_charge as h')
    .innerJoin('coffee_machine as c', onOrg('c.id', 'h.machine_id'))
    .select('h.payment_id')
    .where(inOrg(ctx, 'h'))
    .where('c.device_id', '=', from.deviceId)
    .where('h.number', '=', number)
    .executeTakeFirst();
  return row ? chargeOf(ctx, number, row.payment_id) : refuse('coffee.charge.not_found');
}

async function chargeOf(ctx: Ctx, number: string, paymentId: string | null): Promise<Result<Charge>> {
  const payment = paymentId === null ? refuse('coffee.charge.not_found') : await findPayment(ctx, paymentId);
  if (!payment.ok) return payment;
  const { id, state, owed, currency, amountMinor } = payment.data;
  const paid = state === 'verified' && !owed;
  const open = state === 'awaiting' || state === 'submitted' || state === 'denied' || state === 'unknown';
  return ok({
    number,
    payment_id: id,
    state: paid ? 'paid' : open ? 'open' : 'over',
    amount: formatAmount(amountMinor, currency),
    amount_minor: amountMinor,
    currency,
    pay_link: payLink(ctx, id),
  });
}
