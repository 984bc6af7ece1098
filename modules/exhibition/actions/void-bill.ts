import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { asBill, type BillRow } from '../queries/present.ts';
import { type CustomerTotal, runningTotal } from '../queries/running-total.ts';

/**
 * Voids a bill with a reason; it stays to be seen, and the customer's total no longer counts it. Of two at once the
 * second finds it void already.
 */
export async function voidBill(ctx: Ctx, id: string, given: string): Promise<Result<object>> {
  const reason = given.trim();
  if (!reason) return refuse('exhibition.bill.reason_blank', undefined, { reason: 'exhibition.bill.reason_blank' });
  const organization_id = orgOf(ctx).id;
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const { rows } = await sql<BillRow & CustomerTotal>`
      with bill as (
        update exhibition_bill set voided_at = ${now}, voided_by_name = ${tx.actor.name}, void_reason = ${reason}
        where organization_id = ${organization_id} and id = ${id} and voided_at is null
        returning id, customer_id, amount_minor, currency, description, created_by_name, created_at, voided_at, voided_by_name, void_reason
      ), customer as (
        update exhibition_customer c
        set bill_count = c.bill_count - 1, total_minor = c.total_minor - bill.amount_minor, updated_at = ${now}
        from bill where c.organization_id = ${organization_id} and c.id = bill.customer_id
        returning c.code as customer_code, c.name as customer_name, c.bill_count, c.total_minor
      )
      select * from bill, customer`.execute(tx.db);
    const voided = rows[0];
    if (!voided) return refuse((await exists(tx, id)) ? 'exhibition.bill.already_void' : 'exhibition.bill.not_found');
    const bill = asBill(voided);
    await audit(tx, 'exhibition.bill.voided', {
      subject: { type: 'exhibition.bill', id },
      before: { voided_at: null },
      after: { voided_at: bill.voided_at },
      note: reason,
    });
    return ok({ bill, customer: runningTotal(voided) });
  });
}

async function exists(tx: Ctx, id: string): Promise<boolean> {
  const found = tx.db
    .selectFrom('exhibition_bill')
    .select('id')
    .where('organization_id', '=', orgOf(tx).id)
    .where('id', '=', id);
  return (await found.executeTakeFirst()) !== undefined;
}
