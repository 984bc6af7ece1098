import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { alertPayment } from '../alerts/alert-payment.action.ts';
import { monthOf, today } from '../days.ts';
import { addEntry } from '../ledger/add-entry.action.ts';
import { keepSale } from '../ledger/keep-sale.action.ts';
import { type Balance, lockBalance } from '../meters/lock-balance.query.ts';
import { getMeter } from '../meters/meters.query.ts';
import { METER, PURCHASE } from '../names.ts';
import { priceFor, vatOf } from '../tariffs/quote.query.ts';
import { notifyCredited } from './notify-purchase.ts';

/** The meter of a purchase; it never changes, so it is read before anything is locked. */
export async function meterOf(tx: Ctx, purchaseId: string): Promise<Result<Balance>> {
  const row = await tx.db
    .selectFrom('electricity_purchase')
    .select('meter_id')
    .where(inOrg(tx))
    .where('id', '=', purchaseId)
    .executeTakeFirst();
  return row ? lockBalance(tx, row.meter_id) : refuse('electricity.purchase.not_found');
}

/** Locks the meter behind a payment, before the payment's row. */
export async function lockPurchase(tx: Ctx, purchaseId: string): Promise<void> {
  await meterOf(tx, purchaseId);
}

/**
 * The money has come, in the payment's transaction: the units are the meter's, once. They are priced now, by today's
 * tariff and behind what was paid before in this month, whatever the quote said and whether the purchase had ended. The
 * money is owed when the meter was taken down, or no tariff sells for it.
 */
export async function creditPurchase(tx: Ctx, payment: Payment): Promise<Result<{ owed?: true }>> {
  const { id } = payment.subject;
  const balance = await meterOf(tx, id);
  if (!balance.ok) return balance;
  const purchase = await tx.db
    .selectFrom('electricity_purchase')
    .select(['state', 'code', 'amount_minor', 'currency'])
    .where(inOrg(tx))
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (purchase.state === 'credited' || purchase.state === 'refunded')
    throw new Error(`the purchase ${purchase.code} is ${purchase.state}, and its payment was confirmed again`);
  const meter = await getMeter(tx, balance.data.meter_id);
  if (!meter.ok) return meter;
  if (meter.data.state === 'inactive') return owe(tx, id, purchase.state, purchase.code);
  const { amount_minor: amountMinor, currency } = purchase;
  const day = today(tx);
  const price = await priceFor(tx, meter.data.id, { amountMinor, day, paid: true });
  if (!price.ok || price.data.currency !== currency) return owe(tx, id, purchase.state, purchase.code);
  const { wh, tariff } = price.data;
  const { tariff_class } = meter.data;
  const priced = {
    wh,
    month_on: monthOf(day),
    tariff_id: tariff.id,
    tariff_class,
    working: JSON.stringify(price.data),
  };
  const now = tx.clock.now();
  await addEntry(tx, balance.data, { kind: 'purchase', wh, sourceId: id });
  await tx.db
    .updateTable('electricity_purchase')
    .set({ ...priced, state: 'credited', credited_at: now, expires_at: null, updated_at: now })
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
  const sale = { meterId: meter.data.id, tariffClass: tariff_class, method: payment.method, currency };
  await keepSale(tx, { ...sale, amountMinor, vatMinor: vatOf(price.data), wh });
  await audit(tx, 'electricity.purchase.credited', {
    subject: { type: PURCHASE, id },
    before: { state: purchase.state },
    after: { state: 'credited', code: purchase.code, number: meter.data.number, wh },
  });
  const balanceWh = balance.data.balance_wh;
  await notifyCredited(tx, id, { wh, balanceWh });
  await alertPayment(tx, meter.data, { purchaseId: id, wh, amountMinor, currency, balanceWh });
  publish(tx, METER, meter.data.id);
  return ok({});
}

/** The money can't become units: the purchase has ended, and the payments list the money to give back. */
async function owe(tx: Ctx, id: string, state: string, code: string): Promise<Result<{ owed: true }>> {
  await tx.db
    .updateTable('electricity_purchase')
    .set({ state: 'ended', expires_at: null, updated_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
  await audit(tx, 'electricity.purchase.owed', {
    subject: { type: PURCHASE, id },
    before: { state },
    after: { state: 'ended', code },
  });
  return ok({ owed: true });
}
