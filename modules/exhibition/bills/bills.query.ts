import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { parseShortId } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { type Payment, paymentsOf } from '../../../kernel/payments/index.ts';
import { idBounds } from '../customers/customers.query.ts';
import { searchPatterns } from '../customers/search.rule.ts';
import { percent } from '../exhibitions/exhibitions.query.ts';
import { BILL } from '../names.ts';
import { asBillLine, billLines } from './bill-lines.query.ts';
import { taxesOfBill } from './bill-taxes.query.ts';
import type { Bill, BillDetail, BillFilter, BillPayment, BillState } from './contract.ts';
import { dueOf } from './pay.rule.ts';

export type BillQuery = PageQuery & { filter: BillFilter; search?: string | undefined };

/** The rows of the list of bills, with the customer's ID and name. */
export function billRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('exhibition_bill as b')
    .leftJoin('exhibition_customer as c', onOrg('c.id', 'b.customer_id'))
    .select([
      'b.id',
      'b.code',
      'b.exhibition_id',
      'b.stall_id',
      'b.state',
      'b.paid_minor',
      'b.refunded_minor',
      'b.amount_minor',
      'b.currency',
      'b.discount_minor',
      'b.discount_reason',
      'b.rounding_minor',
      'b.description',
      'b.customer_id',
      'b.created_by_name',
      'b.created_by_id',
      'b.created_at',
    ])
    .select(['b.voided_at', 'b.voided_by_name', 'b.void_reason', 'c.code as customer_code', 'c.name as customer_name'])
    .where(inOrg(ctx, 'b'));
}

/** A page of bills, newest first; `search` looks at the description and at the customer. */
export async function listBills(ctx: Ctx, query: BillQuery): Promise<Result<Bill[]>> {
  return findPage(narrowed(ctx, billRows(ctx), query), 'b.id', query, asBill);
}

/** One bill with its lines, taxes and payments. */
export async function getBill(ctx: Ctx, id: string): Promise<Result<BillDetail>> {
  const [row, lines, payments] = await Promise.all([
    billRows(ctx)
      .innerJoin('exhibition as e', onOrg('e.id', 'b.exhibition_id'))
      .select(['b.taxes', 'e.tax_basis_points'])
      .where('b.id', '=', id)
      .executeTakeFirst(),
    billLines(ctx, [id]),
    paymentsOf(ctx, { type: BILL, id }),
  ]);
  if (!row) return refuse('exhibition.bill.not_found');
  const { currency } = row;
  return ok({
    ...asBill(row),
    lines: lines.map((line) => asBillLine(line, currency)),
    taxes: taxesOfBill(row).map(({ basis_points, net_minor, tax_minor }) => ({
      percent: percent(basis_points),
      net: formatAmount(net_minor, currency),
      net_minor,
      tax: formatAmount(tax_minor, currency),
      tax_minor,
    })),
    payments: payments.map(asBillPayment),
  });
}

/** Titles of bills for the payments desk. */
export async function describeBills(ctx: Ctx, ids: string[]): Promise<Map<string, { title: string; url: string }>> {
  const rows = ids.length > 0 ? await billRows(ctx).where('b.id', 'in', ids).execute() : [];
  return new Map(
    rows.map(({ id, code, customer_name, description }) => [
      id,
      { title: [code, customer_name, description].filter(Boolean).join(' · '), url: `/exhibition/bills/${id}` },
    ]),
  );
}

/** Count and total of the standing bills under a filter, by currency; the foot of the list requests it separately. */
export async function sumBills(ctx: Ctx, query: Omit<BillQuery, 'limit' | 'after'>) {
  const sums = await narrowed(ctx, billRows(ctx), query)
    .clearSelect()
    .select('b.currency')
    .select(sql<number>`count(*) filter (where b.voided_at is null)`.as('count'))
    .select(sql<number>`count(b.voided_at)`.as('voided'))
    .select(sql<number>`coalesce(sum(b.amount_minor) filter (where b.voided_at is null), 0)::bigint`.as('total'))
    .select(sql<number>`coalesce(sum(b.paid_minor) filter (where b.voided_at is null), 0)::bigint`.as('paid'))
    .select(sql<number>`coalesce(sum(b.refunded_minor) filter (where b.voided_at is null), 0)::bigint`.as('refunded'))
    .groupBy('b.currency')
    .orderBy('b.currency')
    .execute();
  return ok(
    sums.map((s) => ({
      currency: s.currency,
      count: s.count,
      voided: s.voided,
      total: formatAmount(s.total, s.currency),
      paid: formatAmount(s.paid, s.currency),
      refunded: formatAmount(s.refunded, s.currency),
      due: formatAmount(s.total - s.paid, s.currency),
    })),
  );
}

type Rows = ReturnType<typeof billRows>;

function narrowed(ctx: Ctx, all: Rows, { filter, search }: Omit<BillQuery, 'limit' | 'after'>): Rows {
  let rows = all;
  const { from, to } = idBounds(ctx, filter);
  if (filter.customer_id) rows = rows.where('b.customer_id', '=', filter.customer_id);
  if (filter.exhibition_id) rows = rows.where('b.exhibition_id', '=', filter.exhibition_id);
  if (filter.stall_id) rows = rows.where('b.stall_id', '=', filter.stall_id);
  if (filter.state) rows = rows.where('b.state', '=', filter.state);
  if (filter.standing !== undefined) rows = rows.where('b.voided_at', filter.standing ? 'is' : 'is not', null);
  if (from) rows = rows.where('b.id', '>=', from);
  if (to) rows = rows.where('b.id', '<', to);
  for (const pattern of searchPatterns([search])) {
    const found = sql<string>`(select f.id from exhibition_find_bills(${pattern}, null, 2000) f)`;
    const code = parseShortId(pattern.replaceAll('%', ''), 6);
    rows = rows.where((b) => (code ? b.or([b('b.code', '=', code), b('b.id', 'in', found)]) : b('b.id', 'in', found)));
  }
  return rows;
}

export type BillRow = {
  id: string;
  amount_minor: number;
  currency: string;
  code: string;
  exhibition_id: string;
  stall_id: string | null;
  state: string;
  paid_minor: number;
  refunded_minor: number;
  discount_minor: number;
  discount_reason: string | null;
  rounding_minor: number;
  description: string;
  customer_id: string | null;
  customer_code: string | null;
  customer_name: string | null;
  created_by_name: string;
  created_by_id: string | null;
  created_at: Date;
  voided_at: Date | null;
  voided_by_name: string | null;
  void_reason: string | null;
};

export function asBill(row: BillRow): Bill {
  const due_minor = dueOf(row);
  const { customer_id: id, customer_code: code, customer_name: name } = row;
  return {
    id: row.id,
    code: row.code,
    exhibition_id: row.exhibition_id,
    stall_id: row.stall_id,
    state: row.state as BillState,
    amount: formatAmount(row.amount_minor, row.currency),
    amount_minor: row.amount_minor,
    currency: row.currency,
    paid: formatAmount(row.paid_minor, row.currency),
    paid_minor: row.paid_minor,
    refunded: formatAmount(row.refunded_minor, row.currency),
    refunded_minor: row.refunded_minor,
    due: formatAmount(due_minor, row.currency),
    due_minor,
    discount: formatAmount(row.discount_minor, row.currency),
    discount_minor: row.discount_minor,
    discount_reason: row.discount_reason,
    rounding_minor: row.rounding_minor,
    description: row.description,
    customer: id === null ? null : { id, code: code ?? '', name: name ?? '' },
    created_by: row.created_by_name,
    created_by_id: row.created_by_id,
    created_at: row.created_at.toISOString(),
    voided_at: row.voided_at?.toISOString() ?? null,
    voided_by: row.voided_by_name,
    void_reason: row.void_reason,
  };
}

function asBillPayment(payment: Payment): BillPayment {
  const { id, reference, method, amountMinor: amount_minor, refundedMinor: refunded_minor, currency } = payment;
  return {
    id,
    reference,
    method,
    amount: formatAmount(amount_minor, currency),
    amount_minor,
    refunded: formatAmount(refunded_minor, currency),
    refunded_minor,
    state: payment.state,
    owed: payment.owed,
    by: payment.decidedByName,
    at: payment.decidedAt?.toISOString() ?? null,
  };
}
