import { auditWrite } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { endingWith, runQueries, transaction, type Write } from '../../../kernel/db/index.ts';
import { newId, shortId } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { needsConfirming, parseBillAmount } from '../amount.rule.ts';
import { type CustomerReference, readReference } from '../customers/reference.rule.ts';
import { exhibitionFor } from '../exhibitions/open-exhibition.query.ts';
import { BILL } from '../names.ts';
import { exhibitionSettings } from '../settings.ts';
import { getBillAnswer } from './bill-answer.query.ts';
import { billPlace, openToday } from './bill-place.query.ts';
import { asBill, type BillRow } from './bills.query.ts';
import type { BillAnswer, BillInput } from './contract.ts';
import { runningTotal } from './running-total.query.ts';
import { takePayment } from './take-payment.action.ts';

/**
 * Adds a bill to a customer, named by uuid or 8-character ID, and answers it with the customer's running total. The
 * amount is read in the currency of the customer's exhibition. The customer's row is locked meanwhile, so that of bills
 * at once each answers the total after it. With `pay` its money is taken in the same transaction, or nothing is added.
 */
export async function addBill(ctx: Ctx, reference: string, input: BillInput): Promise<Result<BillAnswer>> {
  const named = readReference(reference);
  if (!named) return refuse('exhibition.customer.not_found');
  const { confirm_above, other_exhibition } = await getSettings(ctx, exhibitionSettings);
  return transaction(ctx, async (tx) => {
    const customer = await lockCustomer(tx, named);
    if (!customer) return refuse('exhibition.customer.not_found');
    const { currency, exhibition_id, customer_id, customer_code, customer_name } = customer;
    const elsewhere = await billPlace(tx, customer, input, other_exhibition);
    if (!elsewhere.ok) return elsewhere;
    const amount = readAmount(tx, input, currency, confirm_above);
    if (!amount.ok) return amount;
    const bill = newBill(
      tx,
      { exhibition_id, currency, customer_id, customer_code, customer_name },
      amount.data,
      input,
    );
    const bill_count = customer.bill_count + 1;
    const total_minor = customer.total_minor + amount.data;
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
    return store(tx, bill, total, input, [counted, ...bill.writes(audited)]);
  });
}

/** Adds a bill for somebody who is not registered, at the exhibition that is named or the only one open today. */
export async function addWalkInBill(ctx: Ctx, input: BillInput): Promise<Result<BillAnswer>> {
  const { confirm_above } = await getSettings(ctx, exhibitionSettings);
  return transaction(ctx, async (tx) => {
    const exhibition = await exhibitionFor(tx, input.exhibition_id);
    if (!exhibition.ok) return exhibition;
    const { id: exhibition_id, currency } = exhibition.data;
    const amount = readAmount(tx, input, currency, confirm_above);
    if (!amount.ok) return amount;
    const nobody = { customer_id: null, customer_code: null, customer_name: null };
    const bill = newBill(tx, { exhibition_id, currency, ...nobody }, amount.data, input);
    return store(tx, bill, null, input, bill.writes({}));
  });
}

type Buyer = Pick<BillRow, 'exhibition_id' | 'currency' | 'customer_id' | 'customer_code' | 'customer_name'>;

function newBill(tx: Ctx, buyer: Buyer, amount_minor: number, input: BillInput) {
  const now = tx.clock.now();
  const { customer_code, customer_name, ...own } = buyer;
  const row = {
    id: newId(now.getTime()),
    code: shortId(CODE_LENGTH),
    ...own,
    amount_minor,
    description: (input.description ?? '').trim(),
    created_by_name: tx.actor.name,
    created_by_id: tx.actor.id,
    created_at: now,
  };
  const writes = (audited: Record<string, unknown>): Write[] => [
    tx.db
      .insertInto('exhibition_bill')
      .values({ organization_id: orgOf(tx).id, ...row })
      .compile(),
    auditWrite(tx, 'exhibition.bill.added', {
      subject: { type: BILL, id: row.id },
      after: {
        ...audited,
        amount: formatAmount(amount_minor, own.currency),
        currency: own.currency,
        description: row.description,
      },
    }),
  ];
  return { row, customer_code, customer_name, writes };
}

/** Stores a new bill and takes its money, if it comes with the request. */
async function store(
  tx: Ctx,
  { row, customer_code, customer_name }: ReturnType<typeof newBill>,
  customer: BillAnswer['customer'],
  { pay, part }: BillInput,
  writes: Write[],
) {
  const unpaid = { paid_minor: 0, refunded_minor: 0, state: 'open' };
  const bill = { ...row, ...unpaid, customer_code, customer_name };
  if (!pay) {
    const standing = { voided_at: null, voided_by_name: null, void_reason: null };
    return endingWith({ bill: asBill({ ...bill, ...standing }), customer, taken: null }, writes);
  }
  await runQueries(tx, writes);
  const taken = await takePayment(tx, bill, { pay, ...(part !== undefined && { part }) });
  return taken.ok ? getBillAnswer(tx, row.id, taken.data) : taken;
}

/** Short, so that a cashier can say it; two bills may have the same by a rare chance, and a search shows both. */
const CODE_LENGTH = 6;

const lockCustomer = (tx: Ctx, { column, value }: CustomerReference) =>
  tx.db
    .selectFrom('exhibition_customer')
    .select(['id as customer_id', 'code as customer_code', 'name as customer_name'])
    .select(['currency', 'bill_count', 'total_minor', 'paid_minor', 'exhibition_id'])
    .select(openToday(tx))
    .where(inOrg(tx))
    .where(column, '=', value)
    .forNoKeyUpdate()
    .executeTakeFirst();

/** A bill above the organization's limit needs its amount twice: one zero too many is easily typed. */
function readAmount(ctx: Ctx, input: BillInput, currency: string, confirmAbove: number): Result<number> {
  const amount = parseBillAmount(input.amount, currency, orgOf(ctx));
  if (!amount.ok) return { ...amount, fields: { amount: amount.code } };
  if (!needsConfirming(amount.data, currency, confirmAbove)) return amount;
  const again = parseBillAmount(input.confirmed_amount ?? '', currency, orgOf(ctx));
  if (again.ok && again.data === amount.data) return ok(amount.data);
  const code = 'exhibition.bill.confirm_amount';
  return {
    ...refuse('exhibition.bill.confirm_amount', { amount: formatAmount(amount.data, currency), currency }),
    fields: { confirmed_amount: code },
  };
}
