import { auditWrite } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { rowWrite, type Write, writeTogether } from '../../../kernel/db/index.ts';
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
  return rowWrite(INSERT[customer.column], [...values, ctx.actor.name, ctx.actor.id]);
}

/**
 * One statement: it adds the bills and the customers' counts and totals, under the lock of the customers' rows. Each bill
 * answers the total after it, as if they came one after the other.
 */
const insertInto = (which: CustomerReference['column'], type: string) => `
  with a as materialized (
    select * from unnest($1::uuid[], $2::${type}[], $3::text[], $4::bigint[], $5::timestamptz[], $6::uuid[], $7::text[],
        $8::text[], $9::text[])
      with ordinality as a (organization_id, customer, currency, amount_minor, at, id, description, by_name, by_id, place)
  ), customer as (
    update exhibition_customer c
    set bill_count = c.bill_count + more.bills, total_minor = c.total_minor + more.amount_minor, updated_at = more.at
    from (select customer, currency, count(*) as bills, sum(amount_minor)::bigint as amount_minor, max(at) as at
      from a group by customer, currency order by customer) more
    where c.organization_id = ($1::uuid[])[1] and c.${which} = more.customer and c.currency = more.currency
    returning c.${which} as customer, c.currency, c.id as customer_id, c.code as customer_code, c.name as customer_name,
      c.bill_count, c.total_minor
  ), bill as (
    insert into exhibition_bill (organization_id, id, customer_id, amount_minor, currency, description, created_by_name, created_by_id, created_at)
    select a.organization_id, a.id, coalesce(c.customer_id, app_refuse('exhibition.customer.not_found')::uuid),
      a.amount_minor, a.currency, a.description, a.by_name, a.by_id, a.at
    from a left join customer c on c.customer = a.customer and c.currency = a.currency
  )
  select a.id, a.amount_minor, a.currency, a.description, a.by_name as created_by_name, a.by_id as created_by_id,
    a.at as created_at, null as voided_at, null as voided_by_name, null as void_reason, c.customer_id, c.customer_code, c.customer_name,
    c.bill_count - count(*) over later + 1 as bill_count,
    (c.total_minor - sum(a.amount_minor) over later + a.amount_minor)::bigint as total_minor
  from a join customer c on c.customer = a.customer and c.currency = a.currency
  window later as (partition by a.customer, a.currency order by a.place desc)
  order by a.place`;
// Constant SQL texts, one for each way of naming a customer.
const INSERT = { id: insertInto('id', 'uuid'), code: insertInto('code', 'text') };
