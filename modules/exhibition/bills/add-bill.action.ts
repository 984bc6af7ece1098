import { auditWrite } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { endingWith, queueWrites, transaction, type Write } from '../../../kernel/db/index.ts';
import { newId, shortId } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { type Approver, useUpApproval } from '../../../kernel/till/index.ts';
import { type CustomerReference, readReference } from '../customers/reference.rule.ts';
import { exhibitionFor } from '../exhibitions/open-exhibition.query.ts';
import { takeStock } from '../items/stock.action.ts';
import { BILL, DISCOUNT } from '../names.ts';
import { exhibitionSettings } from '../settings.ts';
import { type At, stallAt } from '../stalls/stall-at.query.ts';
import { getBillAnswer } from './bill-answer.query.ts';
import { billPlace, openToday } from './bill-place.query.ts';
import { billSum, itemsNamed, type NewSum, type Where } from './bill-sum.query.ts';
import { asBill, type BillRow } from './bills.query.ts';
import type { BillAnswer, BillInput } from './contract.ts';
import { discountsAbove, formatQuantity } from './lines.rule.ts';
import type { MadeSale } from './made.rule.ts';
import { runningTotal } from './running-total.query.ts';
import { takePayment } from './take-payment.action.ts';

/**
 * Adds a bill to a customer, named by uuid or 8-character ID, and answers it with the customer's running total. The
 * amount is read in the currency of the customer's exhibition, or is the sum of lines at the server's prices. The
 * customer's row is locked meanwhile, so that of bills at once each answers the total after it. With `pay` its money is
 * taken in the same transaction, or nothing is added. `made`: it was sold without a network.
 *
 * Refusals: `exhibition.customer.not_found`, those of `billPlace`, of `billSum`, of a supervisor's approval for discounts
 * above the limit, of `takePayment`, and of `takeStock`.
 */
export async function addBill(
  ctx: Ctx,
  reference: string,
  input: BillInput,
  made?: MadeSale,
): Promise<Result<BillAnswer>> {
  const named = readReference(reference);
  if (!named) return refuse('exhibition.customer.not_found');
  const settings = await getSettings(ctx, exhibitionSettings);
  return transaction(ctx, async (tx) => {
    const [customer, items] = await Promise.all([lockCustomer(tx, named), itemsNamed(tx, input, made)]);
    if (!customer) return refuse('exhibition.customer.not_found');
    const { exhibition_id, currency, customer_id, customer_code, customer_name } = customer;
    const elsewhere = await billPlace(tx, customer, input, settings.other_exhibition);
    if (!elsewhere.ok) return elsewhere;
    const at = await stallAt(tx, exhibition_id, input.stall_id);
    if (!at.ok) return at;
    const sum = await approvedSum(tx, input, { ...customer, ...at.data, items, made }, settings);
    if (!sum.ok) return sum;
    const buyer = { exhibition_id, currency, customer_id, customer_code, customer_name };
    const bill = newBill(tx, { ...buyer, ...at.data }, sum.data);
    const bill_count = customer.bill_count + 1;
    const total_minor = customer.total_minor + bill.row.amount_minor;
    const total = runningTotal({ ...customer, bill_count, total_minor });
    const counted = tx.db
      .updateTable('exhibition_customer')
      .set({ bill_count, total_minor, updated_at: bill.row.created_at })
      .where(inOrg(tx))
      .where('id', '=', customer_id)
      .compile();
    const audited = {
      customer: named.value,
      ...(elsewhere.data !== null && { other_exhibition: elsewhere.data }),
    };
    return store(tx, bill, total, input, [counted, ...bill.writes(audited)], made);
  });
}

/** Adds a bill for somebody who is not registered, at the exhibition that is named or the only one open today. */
export async function addWalkInBill(ctx: Ctx, input: BillInput, made?: MadeSale): Promise<Result<BillAnswer>> {
  const settings = await getSettings(ctx, exhibitionSettings);
  return transaction(ctx, async (tx) => {
    const [exhibition, items] = await Promise.all([
      exhibitionFor(tx, input.exhibition_id),
      itemsNamed(tx, input, made),
    ]);
    if (!exhibition.ok) return exhibition;
    const { id: exhibition_id, currency, tax_basis_points } = exhibition.data;
    const at = await stallAt(tx, exhibition_id, input.stall_id);
    if (!at.ok) return at;
    const where = { exhibition_id, currency, tax_basis_points, items, made, ...at.data };
    const sum = await approvedSum(tx, input, where, settings);
    if (!sum.ok) return sum;
    const nobody = { customer_id: null, customer_code: null, customer_name: null };
    const bill = newBill(tx, { exhibition_id, currency, ...nobody, ...at.data }, sum.data);
    return store(tx, bill, null, input, bill.writes({}), made);
  });
}

type Buyer = Pick<BillRow, 'exhibition_id' | 'currency' | 'customer_id' | 'customer_code' | 'customer_name'> & At;

type Sum = NewSum & { approver: Approver | null };

/** What the bill asks for, with the supervisor who approved its discounts, where they are above the limit. */
async function approvedSum(
  tx: Ctx,
  input: BillInput,
  where: Where,
  { confirm_above, approve_discount_above }: { confirm_above: number; approve_discount_above: number },
): Promise<Result<Sum>> {
  const read = billSum(tx, input, where, confirm_above);
  if (!read.ok) return read;
  const { sum, discount_minor: amountMinor } = read.data;
  if (!sum || !discountsAbove(approve_discount_above, sum)) return ok({ ...read.data, approver: null });
  const wanted = { what: DISCOUNT, subjectId: where.exhibition_id, amountMinor, approvalId: input.approval_id };
  const approved = await useUpApproval(tx, wanted);
  return approved.ok ? ok({ ...read.data, approver: approved.data }) : approved;
}

function newBill(tx: Ctx, buyer: Buyer, { lines, sum, approver, taxes, ...amounts }: Sum) {
  const now = tx.clock.now();
  const organization_id = orgOf(tx).id;
  const { customer_code, customer_name, ...own } = buyer;
  const row = {
    id: newId(now.getTime()),
    code: shortId(CODE_LENGTH),
    ...own,
    ...amounts,
    created_by_name: tx.actor.name,
    created_by_id: tx.actor.id,
    created_at: now,
  };
  const { currency } = own;
  const money = (minor: number) => formatAmount(minor, currency);
  const writes = (audited: Record<string, unknown>): Write[] => [
    tx.db
      .insertInto('exhibition_bill')
      .values({ organization_id, ...row, taxes: JSON.stringify(taxes) })
      .compile(),
    ...(lines.length === 0
      ? []
      : [
          tx.db
            .insertInto('exhibition_bill_line')
            .values(
              lines.map(({ counted: _, ...line }) => ({
                organization_id,
                bill_id: row.id,
                stall_id: row.stall_id,
                ...line,
              })),
            )
            .compile(),
        ]),
    auditWrite(tx, 'exhibition.bill.added', {
      subject: { type: BILL, id: row.id },
      part: row.stall_id,
      after: {
        ...audited,
        amount: money(row.amount_minor),
        currency,
        description: row.description,
        ...(lines.length > 0 && {
          lines: lines.map(({ name, quantity_milli, amount_minor }) => ({
            name,
            quantity: formatQuantity(quantity_milli),
            amount: money(amount_minor),
          })),
        }),
        ...(row.discount_minor > 0 && { discount: money(row.discount_minor), reason: row.discount_reason }),
        ...(approver && { approved_by: approver.name }),
      },
    }),
  ];
  return { row, lines, customer_code, customer_name, writes };
}

/** Stores a new bill, and takes its money, if it comes with the request, and its items from their stock. */
async function store(
  tx: Ctx,
  { row, lines, customer_code, customer_name }: ReturnType<typeof newBill>,
  customer: BillAnswer['customer'],
  { pay, part }: BillInput,
  writes: Write[],
  made?: MadeSale,
) {
  const unpaid = { paid_minor: 0, refunded_minor: 0, state: 'open' };
  const bill = { ...row, ...unpaid, customer_code, customer_name };
  const counted = lines.filter(({ counted }) => counted);
  const gone = made && { short: () => made.notes.add('stock') };
  if (!pay) {
    const taken = await takeStock(tx, counted, gone);
    if (!taken.ok) return taken;
    const standing = { voided_at: null, voided_by_name: null, void_reason: null };
    return endingWith({ bill: asBill({ ...bill, ...standing }), customer, taken: null }, writes);
  }
  await queueWrites(tx, writes);
  const taken = await takePayment(tx, [bill], { pay, ...(part !== undefined && { part }) }, made?.till);
  if (!taken.ok) return taken;
  const stock = await takeStock(tx, counted, gone);
  return stock.ok ? getBillAnswer(tx, row.id, taken.data) : stock;
}

/** Short, so that a cashier can say it; two bills may have the same by a rare chance, and a search shows both. */
const CODE_LENGTH = 6;

const lockCustomer = (tx: Ctx, { column, value }: CustomerReference) =>
  tx.db
    .selectFrom('exhibition_customer')
    .select(['id as customer_id', 'code as customer_code', 'name as customer_name'])
    .select(['currency', 'bill_count', 'total_minor', 'paid_minor', 'exhibition_id'])
    .select((customer) =>
      customer
        .selectFrom('exhibition as e')
        .select('e.tax_basis_points')
        .whereRef('e.organization_id', '=', 'exhibition_customer.organization_id')
        .whereRef('e.id', '=', 'exhibition_customer.exhibition_id')
        .as('tax_basis_points'),
    )
    .select(openToday(tx))
    .where(inOrg(tx))
    .where(column, '=', value)
    .forNoKeyUpdate()
    .executeTakeFirst();
