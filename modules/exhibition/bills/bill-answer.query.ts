import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { asBill, billRows } from './bills.query.ts';
import type { BillAnswer, Taken } from './contract.ts';
import { runningTotal } from './running-total.query.ts';

/** A bill after its money moved, with its customer's running total. */
export async function getBillAnswer(tx: Ctx, id: string, taken: Taken | null): Promise<Result<BillAnswer>> {
  const row = await billRows(tx).where('b.id', '=', id).executeTakeFirst();
  if (!row) return refuse('exhibition.bill.not_found');
  const customer =
    row.customer_id === null
      ? null
      : await tx.db
          .selectFrom('exhibition_customer')
          .select(['id as customer_id', 'code as customer_code', 'name as customer_name'])
          .select(['currency', 'bill_count', 'total_minor', 'paid_minor'])
          .where('organization_id', '=', orgOf(tx).id)
          .where('id', '=', row.customer_id)
          .executeTakeFirstOrThrow();
  return ok({ bill: asBill(row), customer: customer && runningTotal(customer), taken });
}
