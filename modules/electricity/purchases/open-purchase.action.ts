import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId, shortId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { startCharge } from '../../../kernel/payment-providers/index.ts';
import { markPaid, openPayment } from '../../../kernel/payments/index.ts';
import type { AccountRow } from '../../../kernel/portal/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { monthOf, today } from '../days.ts';
import { type Meter, mayMeter, showNumber } from '../meters/contract.ts';
import { lockBalance } from '../meters/lock-balance.query.ts';
import { getMeter } from '../meters/meters.query.ts';
import { PURCHASE } from '../names.ts';
import { electricitySettings } from '../settings.ts';
import { priceFor, readAmount } from '../tariffs/quote.query.ts';
import type { PayInput, Purchase, SellInput } from './contract.ts';
import { endUnpaid } from './end-purchase.action.ts';
import { getPurchase } from './purchases.query.ts';

/**
 * Opens a purchase of a meter with a quote of this moment: what it buys is decided when its money comes. An earlier one
 * for which nothing has come gives way, so that a payer who begins again has one open purchase.
 *
 * `conversationId`: the chat in which it is made, and where its result is sent.
 *
 * Refusals: `electricity.meter.not_found`, `electricity.meter.state_not_allowed`, those of readAmount and priceFor.
 */
export async function openPurchase(
  ctx: Ctx,
  meterId: string,
  typed: string,
  account: AccountRow | null,
  { conversationId = null }: { conversationId?: string | null } = {},
): Promise<Result<Purchase>> {
  const amount = readAmount(ctx, typed);
  if (!amount.ok) return amount;
  return transaction(ctx, async (tx) => {
    const balance = await lockBalance(tx, meterId);
    if (!balance.ok) return balance;
    const meter = await getMeter(tx, meterId);
    if (!meter.ok) return meter;
    if (!mayMeter('buy', meter.data.state)) return refuse('electricity.meter.state_not_allowed');
    await endUnpaid(tx, { meterId, why: 'replaced' });
    return open(tx, meter.data, amount.data, account, conversationId);
  });
}

async function open(
  tx: Ctx,
  meter: Meter,
  amountMinor: number,
  account: AccountRow | null,
  conversation_id: string | null,
): Promise<Result<Purchase>> {
  const day = today(tx);
  const quote = await priceFor(tx, meter.id, { amountMinor, day });
  if (!quote.ok) return quote;
  const { purchase_minutes } = await getSettings(tx, electricitySettings);
  const now = tx.clock.now();
  const expires_at = new Date(now.getTime() + purchase_minutes * 60_000);
  const id = newId(now.getTime());
  const { currency, tariff, wh } = quote.data;
  const payment = await openPayment(tx, {
    subject: { type: PURCHASE, id },
    personId: account?.person_id ?? null,
    payerName: account?.name ?? meter.customer?.name ?? '',
    amountMinor,
    currency,
    expiresAt: expires_at,
    description: `${showNumber(meter.number)} ${meter.name}`.trim(),
  });
  if (!payment.ok) return payment;
  await tx.db
    .insertInto('electricity_purchase')
    .values({
      organization_id: orgOf(tx).id,
      id,
      code: shortId(8),
      meter_id: meter.id,
      account_id: account?.id ?? null,
      conversation_id,
      tariff_id: tariff.id,
      tariff_class: meter.tariff_class,
      month_on: monthOf(day),
      amount_minor: amountMinor,
      currency,
      wh,
      working: JSON.stringify(quote.data),
      payment_id: payment.data.id,
      expires_at,
      opened_by_name: tx.actor.name,
      created_at: now,
      updated_at: now,
    })
    .execute();
  await audit(tx, 'electricity.purchase.opened', {
    subject: { type: PURCHASE, id },
    after: { number: meter.number, amount: quote.data.amount, currency, wh, payment: payment.data.reference },
  });
  return getPurchase(tx, id);
}

/**
 * Opens a purchase and asks the provider for its money, when one is named: one request of a client. Refuses as
 * openPurchase and startCharge; nothing is opened then.
 */
export async function payFor(
  ctx: Ctx,
  meterId: string,
  input: PayInput,
  account: AccountRow,
): Promise<Result<Purchase>> {
  const { amount, provider, phone } = input;
  return transaction(ctx, async (tx) => {
    const opened = await openPurchase(tx, meterId, amount, account);
    if (!opened.ok || provider === undefined) return opened;
    const charge = { provider, ...(phone !== undefined && { payer: phone }) };
    const asked = await startCharge(tx, opened.data.payment.id, charge);
    return asked.ok ? opened : asked;
  });
}

/**
 * A sale at the desk or at an agent; `cash` when the money was handed over, which also confirms it. Above the
 * organization's limit a second person confirms at the payments. Refuses as openPurchase and markPaid.
 */
export async function sellAtDesk(ctx: Ctx, reference: string, input: SellInput): Promise<Result<Purchase>> {
  return transaction(ctx, async (tx) => {
    const meter = await getMeter(tx, reference);
    if (!meter.ok) return meter;
    const opened = await openPurchase(tx, meter.data.id, input.amount, null);
    if (!opened.ok || !input.cash) return opened;
    const paid = await markPaid(tx, opened.data.payment.id, { method: 'cash' });
    return paid.ok ? getPurchase(tx, opened.data.id) : paid;
  });
}
