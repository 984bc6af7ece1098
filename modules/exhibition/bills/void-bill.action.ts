import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { asBill, type BillRow } from '../present.ts';
import { exhibitionSettings } from '../settings.ts';
import type { VoidAnswer } from './contract.ts';
import { creditVoided } from './credit-voided.action.ts';
import { type CustomerTotal, runningTotal } from './running-total.query.ts';

/**
 * Voids a bill with a reason. It stays visible, and the customer's total no longer counts it. Of two requests at once
 * the second is refused, because the bill is void already. A person who may not void every bill may void their own for
 * the minutes that the organization allows. Each receipt and invoice that lists the bill gets a credit note.
 */
export async function voidBill(ctx: Ctx, id: string, given: string): Promise<Result<VoidAnswer>> {
  const reason = given.trim();
  if (!reason) return refuse('exhibition.bill.reason_blank', undefined, { reason: 'exhibition.bill.reason_blank' });
  const organization_id = orgOf(ctx).id;
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const any = tx.services.authenticator.can(tx, 'exhibition.bill.void');
    const { void_own_minutes } = await getSettings(tx, exhibitionSettings);
    // Whose bills, and since when; null for people who may void every bill.
    const own = any ? null : (tx.actor.id ?? '');
    const since = any ? null : new Date(now.getTime() - void_own_minutes * 60_000);
    // Raw SQL: several steps in one statement, so in one round trip.
    const { rows } = await sql<BillRow & CustomerTotal>`
      with bill as (
        update exhibition_bill set voided_at = ${now}, voided_by_name = ${tx.actor.name}, void_reason = ${reason}
        where organization_id = ${organization_id} and id = ${id} and voided_at is null
          and (${own}::text is null or (created_by_id = ${own} and created_at > ${since}::timestamptz))
        returning id, customer_id, amount_minor, currency, description, created_by_name, created_by_id, created_at, voided_at, voided_by_name, void_reason
      ), customer as (
        update exhibition_customer c
        set bill_count = c.bill_count - 1, total_minor = c.total_minor - bill.amount_minor, updated_at = ${now}
        from bill where c.organization_id = ${organization_id} and c.id = bill.customer_id
        returning c.code as customer_code, c.name as customer_name, c.bill_count, c.total_minor
      )
      select * from bill, customer`.execute(tx.db);
    const voided = rows[0];
    if (!voided) return whyNot(tx, id, own);
    const bill = asBill(voided);
    await audit(tx, 'exhibition.bill.voided', {
      subject: { type: 'exhibition.bill', id },
      before: { voided_at: null },
      after: { voided_at: bill.voided_at, ...(!any && { own: true }) },
      note: reason,
    });
    const credit_notes = await creditVoided(tx, voided, reason);
    return ok({ bill, customer: runningTotal(voided), credit_notes });
  });
}

async function whyNot(tx: Ctx, id: string, own: string | null): Promise<Refusal> {
  const bill = await tx.db
    .selectFrom('exhibition_bill')
    .select(['voided_at', 'created_by_id'])
    .where('organization_id', '=', orgOf(tx).id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!bill) return refuse('exhibition.bill.not_found');
  if (bill.voided_at) return refuse('exhibition.bill.already_void');
  return refuse(bill.created_by_id === own ? 'exhibition.bill.void_late' : 'exhibition.bill.void_others');
}
