import { auditWrite } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { endingWith, transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { type CustomerReference, readReference } from '../customers/reference.rule.ts';
import { asBill } from '../present.ts';
import { exhibitionSettings } from '../settings.ts';
import { needsConfirming, parseBillAmount } from './amount.rule.ts';
import { billPlace, openToday } from './bill-place.query.ts';
import type { BillAnswer, BillInput } from './contract.ts';
import { runningTotal } from './running-total.query.ts';

/**
 * Adds a bill to a customer, named by uuid or 8-character ID, and answers it with the customer's running total. The
 * amount is read in the currency of the customer's exhibition. The customer's row is locked meanwhile, so that of bills
 * at once each answers the total after it.
 */
export async function addBill(ctx: Ctx, reference: string, input: BillInput): Promise<Result<BillAnswer>> {
  const named = readReference(reference);
  if (!named) return refuse('exhibition.customer.not_found');
  const { confirm_above, other_exhibition } = await getSettings(ctx, exhibitionSettings);
  return transaction(ctx, async (tx) => {
    const customer = await lockCustomer(tx, named);
    if (!customer) return refuse('exhibition.customer.not_found');
    const { currency, customer_id, customer_code, customer_name } = customer;
    const elsewhere = await billPlace(tx, customer, input, other_exhibition);
    if (!elsewhere.ok) return elsewhere;
    const amount = readAmount(tx, input, currency, confirm_above);
    if (!amount.ok) return amount;
    const now = tx.clock.now();
    const row = {
      id: newId(now.getTime()),
      customer_id,
      amount_minor: amount.data,
      currency,
      description: (input.description ?? '').trim(),
      created_by_name: tx.actor.name,
      created_by_id: tx.actor.id,
      created_at: now,
    };
    const bill_count = customer.bill_count + 1;
    const total_minor = customer.total_minor + amount.data;
    const { id: organization_id } = orgOf(tx);
    const answer = {
      bill: asBill({ ...row, customer_code, customer_name, voided_at: null, voided_by_name: null, void_reason: null }),
      customer: runningTotal({ ...customer, bill_count, total_minor }),
    };
    return endingWith(answer, [
      tx.db
        .updateTable('exhibition_customer')
        .set({ bill_count, total_minor, updated_at: now })
        .where('organization_id', '=', organization_id)
        .where('id', '=', customer_id)
        .compile(),
      tx.db
        .insertInto('exhibition_bill')
        .values({ organization_id, ...row })
        .compile(),
      auditWrite(tx, 'exhibition.bill.added', {
        subject: { type: 'exhibition.bill', id: row.id },
        after: {
          customer: named.value,
          amount: formatAmount(amount.data, currency),
          currency,
          description: row.description,
          ...(elsewhere.data !== null && { other_exhibition: elsewhere.data }),
        },
      }),
    ]);
  });
}

const lockCustomer = (tx: Ctx, { column, value }: CustomerReference) =>
  tx.db
    .selectFrom('exhibition_customer')
    .select(['id as customer_id', 'code as customer_code', 'name as customer_name'])
    .select(['currency', 'bill_count', 'total_minor', 'exhibition_id'])
    .select(openToday(tx))
    .where('organization_id', '=', orgOf(tx).id)
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
