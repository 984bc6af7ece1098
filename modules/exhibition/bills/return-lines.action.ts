import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import type { Snapshot } from '../../../kernel/documents/index.ts';
import { t } from '../../../kernel/i18n/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { latestCharge } from '../../../kernel/payment-providers/index.ts';
import { paymentsOf, refundPayment } from '../../../kernel/payments/index.ts';
import { type Approver, approvedRefund, useUpApproval } from '../../../kernel/till/index.ts';
import { customerCredit, newVoucher } from '../credit/move-credit.action.ts';
import { shownVoucher } from '../credit/voucher.query.ts';
import { putBackStock } from '../items/stock.action.ts';
import { BILL, RETURN } from '../names.ts';
import { addBill, addWalkInBill } from './add-bill.action.ts';
import { getBillAnswer } from './bill-answer.query.ts';
import { type BillLineRow, billLines } from './bill-lines.query.ts';
import { chargedOn } from './bill-taxes.query.ts';
import type { ExchangeAnswer, ExchangeInput, ReturnAnswer, ReturnInput } from './contract.ts';
import { creditNotesOf } from './credit-bill.action.ts';
import { formatQuantity, readQuantity } from './lines.rule.ts';
import { type LockedBill, lockBill } from './lock-bill.ts';
import { paperLine, type ReturnedLines } from './paper.query.ts';
import { type Back, linesBack, moneyBack, taxesIn, withBack } from './return.rule.ts';
import { lessTaxes, taxesBetween } from './tax.rule.ts';

/**
 * Takes lines of a paid bill back: gives their money back the way it came, in cash or as store credit, credits the receipts that state
 * them by these lines, and puts counted items back into their stock, all in one transaction. The bill stays as it was
 * sold and is refunded by so much. A person who may not refund payments needs a supervisor's approval, and so does
 * whoever gives back more than the till's limit.
 *
 * Refusals: `exhibition.bill.not_found`, `already_void`, `reason_blank`, `paid_online`; `exhibition.return.no_lines`,
 * `not_paid`, `no_line`, `too_much`, `money_gone`; `till.approval_needed`, `till.approval_gone`, those of a refund.
 */
export async function returnLines(ctx: Ctx, id: string, input: ReturnInput): Promise<Result<ReturnAnswer>> {
  const reason = input.reason.trim();
  if (!reason) return refuse('exhibition.bill.reason_blank', undefined, { reason: 'exhibition.bill.reason_blank' });
  return transaction(ctx, async (tx) => {
    const bill = await lockBill(tx, id);
    if (!bill) return refuse('exhibition.bill.not_found');
    if (bill.voided_at) return refuse('exhibition.bill.already_void');
    const lines = await billLines(tx, [id]);
    if (lines.length === 0) return refuse('exhibition.return.no_lines');
    if (bill.paid_minor < bill.amount_minor) return refuse('exhibition.return.not_paid');
    const back = readBack(lines, input);
    if (!back.ok) return back;
    const amountMinor = moneyBack(bill, lines, back.data);
    const inIt = bill.paid_minor - bill.refunded_minor;
    const { currency } = bill;
    if (amountMinor > inIt)
      return refuse('exhibition.return.money_gone', { left: formatAmount(inIt, currency), currency });
    const approved = await approvedReturn(tx, bill, { amountMinor, approvalId: input.approval_id });
    if (!approved.ok) return approved;
    const before = new Set((await creditNotesOf(tx, bill)).map(({ id: note }) => note));
    const stated = statedLines(tx, bill, back.data, amountMinor);
    const charged = await chargedOn(tx, bill);
    const gone = { ...bill, refunded_minor: bill.refunded_minor + amountMinor };
    const taxes = { before: taxesIn(bill, charged, lines), after: taxesIn(gone, charged, withBack(lines, back.data)) };
    const credit = input.to === 'credit' ? await creditFor(tx, bill) : null;
    const given = await giveBack(tx, bill, {
      reason,
      amountMinor,
      approver: approved.data,
      method: input.to === 'same' ? undefined : input.to,
      about: { lines: stated, taxes, creditId: credit?.creditId ?? null },
    });
    if (!given.ok) return given;
    await Promise.all(back.data.map((one) => moveLine(tx, one.line, one.quantityMilli, one.amountMinor)));
    await putBackStock(
      tx,
      back.data.map(({ line, quantityMilli }) => ({ item_id: line.item_id, quantity_milli: quantityMilli })),
    );
    await audit(tx, 'exhibition.bill.returned', {
      subject: { type: BILL, id },
      part: bill.stall_id,
      after: {
        amount: formatAmount(amountMinor, currency),
        currency,
        lines: back.data.map(({ line, quantityMilli }) => ({
          name: line.name,
          quantity: formatQuantity(quantityMilli),
        })),
        ...(approved.data && { approved_by: approved.data.name }),
      },
      note: reason,
    });
    const credit_notes = (await creditNotesOf(tx, bill)).filter(({ id: note }) => !before.has(note));
    const answer = await getBillAnswer(tx, id, null);
    if (!answer.ok) return answer;
    const given_back = formatAmount(amountMinor, currency);
    const voucher = credit?.code === undefined ? null : shownVoucher(credit.code);
    return ok({ ...answer.data, credit_notes, given_back, given_back_minor: amountMinor, voucher });
  });
}

/**
 * Takes lines back and sells others, in one transaction: both happen or nothing. The new bill is for the same buyer at
 * the same exhibition. Above zero `difference_minor` is what the customer pays on top, below zero what they get.
 */
export async function exchangeLines(ctx: Ctx, id: string, input: ExchangeInput): Promise<Result<ExchangeAnswer>> {
  return transaction(ctx, async (tx) => {
    const returned = await returnLines(tx, id, input.returned);
    if (!returned.ok) return returned;
    const { customer, exhibition_id, stall_id } = returned.data.bill;
    const sale = { ...input.sale, exhibition_id, ...(stall_id && { stall_id }) };
    const sold = customer ? await addBill(tx, customer.id, sale) : await addWalkInBill(tx, sale);
    if (!sold.ok) return sold;
    const { amount_minor, currency } = sold.data.bill;
    const difference_minor = amount_minor - returned.data.given_back_minor;
    return ok({
      returned: returned.data,
      sold: sold.data,
      difference: formatAmount(difference_minor, currency),
      difference_minor,
    });
  });
}

function readBack(lines: BillLineRow[], { lines: given }: ReturnInput): Result<Back<BillLineRow>[]> {
  const wanted: { position: number; quantityMilli: number }[] = [];
  for (const [at, { position, quantity }] of given.entries()) {
    const quantityMilli = readQuantity(quantity);
    const field = `lines.${at}`;
    const code = 'exhibition.bill.quantity_malformed';
    if (quantityMilli === null) return refuse(code, undefined, { [field]: code });
    wanted.push({ position, quantityMilli });
  }
  const back = linesBack(lines, wanted);
  return back.ok ? back : { ...back, fields: { lines: back.code } };
}

/** The store credit that the money goes to: the customer's, or a new voucher with its code. */
async function creditFor(tx: Ctx, { customer_id, currency }: LockedBill): Promise<{ creditId: string; code?: string }> {
  return customer_id === null
    ? newVoucher(tx, currency)
    : { creditId: await customerCredit(tx, customer_id, currency) };
}

/** The lines of the credit note, which make the money that goes back. */
function statedLines(tx: Ctx, bill: LockedBill, back: Back<BillLineRow>[], amountMinor: number): Snapshot['lines'] {
  const lines = back.map(({ line: row, quantityMilli, amountMinor: minor }) =>
    paperLine(bill, { row, quantityMilli, amountMinor: minor }),
  );
  const rest = amountMinor - back.reduce((sum, { amountMinor: minor }) => sum + minor, 0);
  if (rest === 0) return lines;
  const description = t(orgOf(tx).language, 'documents.rounding');
  return [
    ...lines,
    { description, amountMinor: rest, at: bill.created_at.toISOString(), ref: bill.code, rounding: true },
  ];
}

type Giving = {
  reason: string;
  amountMinor: number;
  approver: Approver | null;
  method: 'cash' | 'credit' | undefined;
  about: ReturnedLines;
};

/** Gives money of a locked bill back, of the newest payment first. */
async function giveBack(
  tx: Ctx,
  bill: LockedBill,
  { reason, amountMinor, approver, method, about: { lines, taxes, creditId } }: Giving,
): Promise<Result<null>> {
  const leaving = lessTaxes(taxes.before, taxes.after);
  const after = (minor: number) => lessTaxes(taxes.before, taxesBetween(leaving, amountMinor, { from: 0, to: minor }));
  let given = 0;
  for (const payment of (await paymentsOf(tx, { type: BILL, id: bill.id })).reverse()) {
    if (given === amountMinor) break;
    if (payment.state !== 'verified' || payment.owed) continue;
    const part = Math.min(amountMinor - given, payment.amountMinor - payment.refundedMinor);
    if (part <= 0) continue;
    // A provider answers later, and may refuse: what came back must not wait for that.
    if (method === undefined && (await latestCharge(tx, payment.id))?.state === 'succeeded')
      return refuse('exhibition.bill.paid_online');
    const about: ReturnedLines = {
      lines: part === amountMinor ? lines : [],
      taxes: { before: after(given), after: after(given + part) },
      creditId,
    };
    const refunded = await refundPayment(tx, payment.id, {
      reason,
      amountMinor: part,
      expectedMinor: payment.refundedMinor,
      method,
      approver,
      about,
    });
    if (!refunded.ok) return refunded;
    given += part;
  }
  if (given === amountMinor) return ok(null);
  const { currency } = bill;
  return refuse('exhibition.return.money_gone', { left: formatAmount(given, currency), currency });
}

const moveLine = (tx: Ctx, { bill_id, position }: BillLineRow, quantityMilli: number, amountMinor: number) =>
  tx.db
    .updateTable('exhibition_bill_line')
    .set((line) => ({
      returned_milli: line('returned_milli', '+', quantityMilli),
      returned_minor: line('returned_minor', '+', amountMinor),
    }))
    .where(inOrg(tx))
    .where('bill_id', '=', bill_id)
    .where('position', '=', position)
    .execute();

/** Who approved it; null: nobody had to. */
async function approvedReturn(
  tx: Ctx,
  bill: LockedBill,
  { amountMinor, approvalId }: { amountMinor: number; approvalId: string | undefined },
): Promise<Result<Approver | null>> {
  const wanted = { what: RETURN, subjectId: bill.id, amountMinor, approvalId };
  if (!tx.services.authenticator.can(tx, 'payments.refund')) return useUpApproval(tx, wanted);
  return approvedRefund(tx, { ...wanted, currency: bill.currency, beforeMinor: bill.refunded_minor });
}
