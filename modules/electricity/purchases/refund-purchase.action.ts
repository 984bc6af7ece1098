import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { addEntry } from '../ledger/add-entry.action.ts';
import { keepSale } from '../ledger/keep-sale.action.ts';
import { METER, PURCHASE } from '../names.ts';
import type { QuoteView } from '../tariffs/contract.ts';
import { quote } from '../tariffs/quote.rule.ts';
import { pricesOf } from '../tariffs/tariff.rule.ts';
import { tariffOf } from '../tariffs/tariffs.query.ts';
import { meterOf } from './credit-purchase.action.ts';

/**
 * Money of a purchase was given back, all or a part, or had never come: the meter keeps the units that the rest would
 * have bought, by the same quote, and the others are taken back, used or not. The balance may fall below zero, and the
 * next purchase fills it first.
 */
export async function refundPurchase(tx: Ctx, payment: Payment, { reason }: { reason: string }): Promise<void> {
  const { id } = payment.subject;
  const balance = await meterOf(tx, id);
  if (!balance.ok) return;
  const organization_id = orgOf(tx).id;
  const purchase = await tx.db
    .selectFrom('electricity_purchase')
    .selectAll()
    .where(inOrg(tx))
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  // Owed money never became units.
  if (purchase.state !== 'credited') return;
  const { amount_minor, tariff_class, currency, meter_id, code } = purchase;
  const whole = payment.state === 'refunded';
  // The payment may have asked for a little more than the price, to be told apart.
  const keeps = whole ? 0 : Math.min(amount_minor, payment.amountMinor - payment.refundedMinor);
  const had = amount_minor - purchase.refunded_minor;
  if (keeps === had) return;
  const prices = pricesOf(await tariffOf(tx, purchase.tariff_id), tariff_class);
  if (!prices) throw new Error(`the tariff of the purchase ${code} has lost its class ${tariff_class}`);
  const { bought_wh } = purchase.working as unknown as QuoteView;
  const [before, after] = [had, keeps].map((minor) => {
    const quoted = minor > 0 ? quote(minor, prices, bought_wh) : null;
    return quoted?.ok ? quoted.data : { wh: 0, vat: 0 };
  }) as [{ wh: number; vat: number }, { wh: number; vat: number }];
  const wh = purchase.wh - purchase.refunded_wh - after.wh;
  const now = tx.clock.now();
  const refund = { organization_id, id: newId(now.getTime()), purchase_id: id, meter_id, amount_minor: had - keeps };
  await tx.db
    .insertInto('electricity_refund')
    .values({ ...refund, currency, wh, reason, by_name: tx.actor.name, created_at: now })
    .execute();
  await tx.db
    .updateTable('electricity_purchase')
    .set({
      state: keeps === 0 ? 'refunded' : 'credited',
      refunded_minor: amount_minor - keeps,
      refunded_wh: purchase.wh - after.wh,
      updated_at: now,
    })
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
  if (wh > 0) await addEntry(tx, balance.data, { kind: 'refund', wh: -wh, sourceId: refund.id, reason });
  const sale = { amountMinor: keeps - had, vatMinor: after.vat - before.vat, wh: -wh };
  await keepSale(tx, { meterId: meter_id, tariffClass: tariff_class, method: payment.method, currency, ...sale });
  await audit(tx, 'electricity.purchase.refunded', {
    subject: { type: PURCHASE, id },
    before: { state: 'credited', refunded_minor: purchase.refunded_minor },
    after: { state: keeps === 0 ? 'refunded' : 'credited', code, wh, balance_wh: balance.data.balance_wh },
    note: reason,
  });
  publish(tx, METER, meter_id);
}
