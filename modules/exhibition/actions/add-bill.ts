import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { BillInput } from '../contract.ts';
import { parseBillAmount } from '../domain/amount.ts';
import { type CustomerReference, readReference } from '../domain/reference.ts';
import { findCurrency } from '../queries/find-currency.ts';
import { asBill, type BillRow } from '../queries/present.ts';
import { type CustomerTotal, runningTotal } from '../queries/running-total.ts';

/**
 * Adds a bill to a customer, named by uuid or 8-character ID, and answers it with the customer's running total.
 * The amount is read in the organization's currency first, which is right nearly always and saves asking; a customer of
 * an exhibition in another currency is not touched by that statement, and the amount is read again in theirs.
 */
export async function addBill(ctx: Ctx, reference: string, input: BillInput): Promise<Result<object>> {
  const customer = readReference(reference);
  if (!customer) return refuse('exhibition.customer.not_found');
  const usual = orgOf(ctx).currency;
  const added = await addIn(ctx, customer, input, usual);
  if (added.ok) return added;
  const currency = await findCurrency(ctx, customer);
  if (!currency) return refuse('exhibition.customer.not_found');
  return currency === usual ? added : addIn(ctx, customer, input, currency);
}

async function addIn(
  ctx: Ctx,
  customer: CustomerReference,
  input: BillInput,
  currency: string,
): Promise<Result<object>> {
  const amount = parseBillAmount(input.amount, currency);
  if (!amount.ok) return { ...amount, fields: { amount: amount.code } };
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const description = (input.description ?? '').trim();
    const [added] = await Promise.all([
      insertBill(tx, { id, now, customer, currency, description, amount_minor: amount.data }),
      audit(tx, 'exhibition.bill.added', {
        subject: { type: 'exhibition.bill', id },
        after: {
          customer: customer.value,
          amount: input.amount,
          currency,
          description,
        },
      }),
    ]);
    if (!added) return refuse('exhibition.customer.not_found');
    return ok({ bill: asBill(added), customer: runningTotal(added) });
  });
}

type NewBill = {
  id: string;
  now: Date;
  customer: CustomerReference;
  currency: string;
  description: string;
  amount_minor: number;
};

/** One statement: the customer's count and total move with the bill, under the lock of the customer's row. */
async function insertBill(tx: Ctx, bill: NewBill): Promise<(BillRow & CustomerTotal) | undefined> {
  const organization_id = orgOf(tx).id;
  const which = sql`${sql.ref(bill.customer.column)} = ${bill.customer.value}`;
  const { rows } = await sql<BillRow & CustomerTotal>`
    with customer as (
      update exhibition_customer
      set bill_count = bill_count + 1, total_minor = total_minor + ${bill.amount_minor}, updated_at = ${bill.now}
      where organization_id = ${organization_id} and ${which} and currency = ${bill.currency}
      returning id as customer_id, code as customer_code, name as customer_name, bill_count, total_minor
    ), bill as (
      insert into exhibition_bill (organization_id, id, customer_id, amount_minor, currency, description, created_by_name, created_by_id, created_at)
      select ${organization_id}, ${bill.id}, customer_id, ${bill.amount_minor}, ${bill.currency}, ${bill.description}, ${tx.actor.name}, ${tx.actor.id}, ${bill.now}
      from customer
      returning id, amount_minor, currency, description, created_by_name, created_at, voided_at, voided_by_name, void_reason
    )
    select * from bill, customer`.execute(tx.db);
  return rows[0];
}
