import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import type { Result } from '../../../kernel/lib/result.ts';
import { countOf, type Waiting } from '../../../kernel/module/index.ts';
import type { SoldOffline } from './contract.ts';

type Query = PageQuery & { filter: { open?: boolean } };

/** Sales that desks made without a network, newest first; `open`: those with notes that nobody has seen. */
export async function listOfflineSales(ctx: Ctx, { filter, ...page }: Query): Promise<Result<SoldOffline[]>> {
  let rows = ctx.db
    .selectFrom('exhibition_offline_sale as s')
    .innerJoin('exhibition_bill as b', onOrg('b.id', 's.bill_id'))
    .leftJoin('exhibition_customer as c', onOrg('c.id', 'b.customer_id'))
    .selectAll('s')
    .select(['b.code', 'b.amount_minor', 'b.currency', 'c.name as customer_name'])
    .where(inOrg(ctx, 's'));
  if (filter.open) rows = rows.where(sql<boolean>`s.notes <> '{}'`).where('s.seen_at', 'is', null);
  return findPage(
    rows,
    's.bill_id',
    page,
    (row): SoldOffline => ({
      bill_id: row.bill_id,
      code: row.code,
      amount: formatAmount(row.amount_minor, row.currency),
      currency: row.currency,
      customer: row.customer_name,
      cashier: row.cashier_name,
      sold_at: row.sold_at.toISOString(),
      received_at: row.received_at.toISOString(),
      receipt_number: row.receipt_number,
      notes: row.notes as SoldOffline['notes'],
      seen_at: row.seen_at?.toISOString() ?? null,
      seen_by: row.seen_by_name,
    }),
  );
}

export const waiting: Waiting[] = [
  {
    kind: 'exhibition.offline_sales',
    permission: 'exhibition.bill.void',
    to: '/exhibition/offline-sales',
    count: (ctx) =>
      countOf(
        ctx.db
          .selectFrom('exhibition_offline_sale')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where(inOrg(ctx))
          .where(sql<boolean>`notes <> '{}'`)
          .where('seen_at', 'is', null),
      ),
  },
];
