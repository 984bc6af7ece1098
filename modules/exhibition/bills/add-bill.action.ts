import { CompiledQuery } from 'kysely';
import { auditWrite } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { type Write, writeTogether } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { type CustomerReference, readReference } from '../customers/reference.rule.ts';
import { asBill, type BillRow } from '../present.ts';
import { exhibitionSettings } from '../settings.ts';
import { needsConfirming, parseBillAmount } from './amount.rule.ts';
import type { BillAnswer, BillInput } from './contract.ts';
import { findCurrency } from './find-currency.query.ts';
import { type CustomerTotal, runningTotal } from './running-total.query.ts';

/**
 * Adds a bill to a customer, named by uuid or 8-character ID, and answers it with the customer's running total. The
 * amount is read in the organization's currency first: that is nearly always right and saves a query. The statement
 * refuses a customer of an exhibition in another currency; the amount is then read again in that currency.
 */
export async function addBill(ctx: Ctx, reference: string, input: BillInput): Promise<Result<BillAnswer>> {
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
): Promise<Result<BillAnswer>> {
  const amount = parseBillAmount(input.amount, currency, orgOf(ctx));
  if (!amount.ok) return { ...amount, fields: { amount: amount.code } };
  const unsure = await unconfirmed(ctx, amount.data, input, currency);
  if (unsure) return unsure;
  const now = ctx.clock.now();
  const id = newId(now.getTime());
  const description = (input.description ?? '').trim();
  const written = await writeTogether(ctx, [
    insert(ctx, { id, now, customer, currency, description, amount_minor: amount.data }),
    auditWrite(ctx, 'exhibition.bill.added', {
      subject: { type: 'exhibition.bill', id },
      after: { customer: customer.value, amount: formatAmount(amount.data, currency), currency, description },
    }),
  ]);
  if (!written.ok) return written;
  const added = written.data[0]?.rows[0] as BillRow & CustomerTotal;
  return ok({ bill: asBill(added), customer: runningTotal(added) });
}

/** A bill above the organization's limit needs its amount twice: one zero too many is easily typed. */
async function unconfirmed(ctx: Ctx, minor: number, input: BillInput, currency: string): Promise<Refusal | null> {
  const { confirm_above } = await getSettings(ctx, exhibitionSettings);
  if (!needsConfirming(minor, currency, confirm_above)) return null;
  const again = parseBillAmount(input.confirmed_amount ?? '', currency, orgOf(ctx));
  if (again.ok && again.data === minor) return null;
  const code = 'exhibition.bill.confirm_amount';
  return {
    ...refuse('exhibition.bill.confirm_amount', { amount: formatAmount(minor, currency), currency }),
    fields: { confirmed_amount: code },
  };
}

type NewBill = {
  id: string;
  now: Date;
  customer: CustomerReference;
  currency: string;
  description: string;
  amount_minor: number;
};

function insert(ctx: Ctx, bill: NewBill): Write {
  const { customer, currency, amount_minor, now, id, description } = bill;
  const values = [orgOf(ctx).id, customer.value, currency, amount_minor, now, id, description];
  return CompiledQuery.raw(INSERT[customer.column], [...values, ctx.actor.name, ctx.actor.id]);
}

/** One statement: it adds the bill and the customer's count and total, under the lock of the customer's row. */
const insertInto = (which: CustomerReference['column']) => `
  with customer as (
    update exhibition_customer
    set bill_count = bill_count + 1, total_minor = total_minor + $4, updated_at = $5
    where organization_id = $1 and ${which} = $2 and currency = $3
    returning id as customer_id, code as customer_code, name as customer_name, bill_count, total_minor
  ), bill as (
    insert into exhibition_bill (organization_id, id, customer_id, amount_minor, currency, description, created_by_name, created_by_id, created_at)
    values ($1, $6, coalesce((select customer_id from customer), app_refuse('exhibition.customer.not_found')::uuid), $4, $3, $7, $8, $9, $5)
    returning id, amount_minor, currency, description, created_by_name, created_by_id, created_at, voided_at, voided_by_name, void_reason
  )
  select * from bill, customer`;
// Constant SQL texts, one for each way of naming a customer.
const INSERT = { id: insertInto('id'), code: insertInto('code') };
