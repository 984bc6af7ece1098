import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { asBill, billRows } from './bills.query.ts';
import type { BillAnswer, Taken } from './contract.ts';
import { runningTotal } from './running-total.query.ts';

/** A bill after its money moved, with its customer's running total. */
export async function getBillAnswer(tx: Ctx, id: string, taken: Taken | null): Promise<Result<BillAnswer>> {
  const [row, customer] = await Promise.all([
    billRows(tx).where('b.id', '=', id).executeTakeFirst(),
    tx.db
      .selectFrom('exhibition_bill as b')
      .innerJoin('exhibition_customer as c', onOrg('c.id', 'b.customer_id'))
      .select(['c.id as customer_id', 'c.code as customer_code', 'c.name as customer_name'])
      .select(['c.currency', 'c.bill_count', 'c.total_minor', 'c.paid_minor'])
      .where(inOrg(tx, 'b'))
      .where('b.id', '=', id)
      .executeTakeFirst(),
  ]);
  if (!row) return refuse('exhibition.bill.not_found');
  return ok({ bill: asBill(row), customer: customer ? runningTotal(customer) : null, taken });
}
