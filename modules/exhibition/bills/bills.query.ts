import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { idBounds } from '../customers/customers.query.ts';
import { searchPatterns } from '../customers/search.rule.ts';
import { asBill } from '../present.ts';
import type { Bill, BillFilter } from './contract.ts';

export type BillQuery = { filter: BillFilter; search?: string | undefined; limit: number; after?: string | undefined };

/** The rows of the list of bills, with the customer's ID and name. */
export function billRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('exhibition_bill as b')
    .innerJoin('exhibition_customer as c', (on) =>
      on.onRef('c.organization_id', '=', 'b.organization_id').onRef('c.id', '=', 'b.customer_id'),
    )
    .select([
      'b.id',
      'b.amount_minor',
      'b.currency',
      'b.description',
      'b.customer_id',
      'b.created_by_name',
      'b.created_by_id',
      'b.created_at',
    ])
    .select(['b.voided_at', 'b.voided_by_name', 'b.void_reason', 'c.code as customer_code', 'c.name as customer_name'])
    .where('b.organization_id', '=', orgOf(ctx).id);
}

/** A page of bills, newest first; `search` looks at the description and at the customer. */
export async function listBills(ctx: Ctx, query: BillQuery): Promise<Result<Bill[]>> {
  const cursor = readCursor(query.after, 'uuid');
  if (!cursor.ok) return cursor;
  const [after] = cursor.data;
  let rows = narrowed(ctx, billRows(ctx), query)
    .limit(query.limit + 1)
    .orderBy('b.id', 'desc');
  if (after) rows = rows.where('b.id', '<', String(after));
  return cutPage(await rows.execute(), query.limit, (row) => [row.id], asBill);
}

export async function getBill(ctx: Ctx, id: string): Promise<Result<Bill>> {
  const row = await billRows(ctx).where('b.id', '=', id).executeTakeFirst();
  return row ? ok(asBill(row)) : refuse('exhibition.bill.not_found');
}

/** Count and total of the standing bills under a filter, by currency; the foot of the list requests it separately. */
export async function sumBills(ctx: Ctx, query: Omit<BillQuery, 'limit' | 'after'>) {
  const sums = await narrowed(ctx, billRows(ctx), query)
    .clearSelect()
    .select('b.currency')
    .select(sql<number>`count(*) filter (where b.voided_at is null)`.as('count'))
    .select(sql<number>`count(b.voided_at)`.as('voided'))
    .select(sql<number>`coalesce(sum(b.amount_minor) filter (where b.voided_at is null), 0)::bigint`.as('total'))
    .groupBy('b.currency')
    .orderBy('b.currency')
    .execute();
  return ok(
    sums.map((s) => ({
      currency: s.currency,
      count: s.count,
      voided: s.voided,
      total: formatAmount(s.total, s.currency),
    })),
  );
}

type Rows = ReturnType<typeof billRows>;

function narrowed(ctx: Ctx, all: Rows, { filter, search }: Omit<BillQuery, 'limit' | 'after'>): Rows {
  let rows = all;
  const { from, to } = idBounds(ctx, filter);
  if (filter.customer_id) rows = rows.where('b.customer_id', '=', filter.customer_id);
  if (filter.exhibition_id) rows = rows.where('c.exhibition_id', '=', filter.exhibition_id);
  if (filter.standing !== undefined) rows = rows.where('b.voided_at', filter.standing ? 'is' : 'is not', null);
  if (from) rows = rows.where('b.id', '>=', from);
  if (to) rows = rows.where('b.id', '<', to);
  for (const pattern of searchPatterns([search])) {
    rows = rows.where('b.id', 'in', sql<string>`(select f.id from exhibition_find_bills(${pattern}, null, 2000) f)`);
  }
  return rows;
}
