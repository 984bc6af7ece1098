import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { tillOfPayment } from '../../../kernel/till/index.ts';
import { addBill, addWalkInBill } from '../bills/add-bill.action.ts';
import type { BillAnswer } from '../bills/contract.ts';
import type { MadeNote, MadeSale } from '../bills/made.rule.ts';
import { issueForBill } from '../documents/issue-document.action.ts';
import { BILL } from '../names.ts';
import type { OfflineSale, SaleAnswer } from './contract.ts';

/** A clock may be ahead by so much before anybody is told. */
const MAX_CLOCK_MS = 2 * 60_000;

/**
 * Records a sale in cash that a desk made without a network, as it happened: bill, payment, receipt under the number that
 * was printed, and stock, in one transaction. The goods are gone and the money is in the drawer, so what the server would
 * have refused by now (a price, a stock, a customer who was removed, a till that was closed) is noted for a supervisor
 * instead, who sees it under "Sales without a network".
 *
 * Refusals: those of addBill that the desk checks by itself: amounts, discounts above the limit, the place.
 */
export async function recordSale(ctx: Ctx, input: OfflineSale): Promise<Result<SaleAnswer>> {
  const { customer_id, sold_at, till_session_id, receipt: paper, ...sale } = input;
  const at = new Date(sold_at);
  return transaction(ctx, async (tx) => {
    const notes = new Set<MadeNote>();
    const now = tx.clock.now();
    if (at.getTime() > now.getTime() + MAX_CLOCK_MS) notes.add('clock');
    const made: MadeSale = { till: { sessionId: till_session_id, at }, notes };
    const added = await add(tx, customer_id, sale, made);
    if (!added.ok) return added;
    const { bill } = added.data;
    if (await tillIsOther(tx, till_session_id, added.data)) notes.add('till');
    const receipt = paper ? await receiptOf(tx, bill.id, { ...paper, at }, notes) : null;
    const cashier = { cashier_id: tx.actor.id, cashier_name: tx.actor.name };
    await tx.db
      .insertInto('exhibition_offline_sale')
      .values({
        organization_id: orgOf(tx).id,
        bill_id: bill.id,
        stall_id: bill.stall_id,
        sold_at: at,
        received_at: now,
        ...cashier,
        receipt_number: receipt?.number ?? null,
        notes: [...notes],
      })
      .execute();
    await audit(tx, 'exhibition.bill.sold_offline', {
      subject: { type: BILL, id: bill.id },
      part: bill.stall_id,
      after: { sold_at: at.toISOString(), receipt: receipt?.number ?? null, notes: [...notes] },
    });
    return ok({ ...added.data, receipt, notes: [...notes] });
  });
}

/** A customer who was removed meanwhile had no bills: the sale is one of somebody who isn't registered. */
async function add(
  tx: Ctx,
  customerId: string | undefined,
  sale: Omit<OfflineSale, 'customer_id' | 'sold_at' | 'till_session_id' | 'receipt'>,
  made: MadeSale,
): Promise<Result<BillAnswer>> {
  if (customerId === undefined) return addWalkInBill(tx, sale, made);
  const added = await addBill(tx, customerId, sale, made);
  if (added.ok || added.code !== 'exhibition.customer.not_found') return added;
  made.notes.add('customer');
  return addWalkInBill(tx, sale, made);
}

/** Whether its money went anywhere else than into the till, while that was open, in which the desk says it was made. */
async function tillIsOther(tx: Ctx, sessionId: string, { taken }: BillAnswer): Promise<boolean> {
  const [payment] = taken?.payments ?? [];
  if (!payment) return true;
  const till = await tillOfPayment(tx, payment.id);
  return till?.session_id !== sessionId || till.late;
}

async function receiptOf(
  tx: Ctx,
  billId: string,
  { block_id: blockId, number, at }: { block_id: string; number: number; at: Date },
  notes: Set<MadeNote>,
): Promise<SaleAnswer['receipt']> {
  const issued = await issueForBill(tx, billId, 'receipt', { blockId, number, issuedAt: at });
  // Money that waits for a second person's approval has no receipt yet.
  if (!issued.ok) {
    notes.add('number');
    return null;
  }
  const { id, number: printed } = issued.data;
  if (!printed.endsWith(String(number).padStart(6, '0'))) notes.add('number');
  return { id, number: printed };
}
