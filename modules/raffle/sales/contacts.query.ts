import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import type { Result } from '../../../kernel/lib/result.ts';
import { searchPattern } from '../../../kernel/lib/searchable.ts';
import type { BuyerContact } from './contract.ts';

export type ContactQuery = {
  raffle_id?: string;
  search?: string | undefined;
  limit: number;
  after?: string | undefined;
};

type Row = Omit<BuyerContact, 'amount' | 'last_order_at'> & { last_order_at: Date; last_id: string };

/**
 * The buyers, those with the latest order first: a person, or the name and phone of orders without a person. The bought
 * numbers are those of paid orders.
 */
export async function listContacts(
  ctx: Ctx,
  { raffle_id, search, limit, after }: ContactQuery,
): Promise<Result<BuyerContact[]>> {
  const cursor = readCursor(after, 'uuid');
  if (!cursor.ok) return cursor;
  const beyond = cursor.data[0] === undefined ? null : String(cursor.data[0]);
  const pattern = searchPattern(search) ?? null;
  // Raw SQL: sums with conditions read better in SQL.
  const { rows } = await sql<Row>`
    select coalesce(o.person_id::text, 'contact ' || lower(o.contact_name) || ' ' || coalesce(o.contact_phone, '')) as id,
      o.person_id, coalesce(max(p.name), max(o.contact_name)) as name, coalesce(max(p.phone), max(o.contact_phone)) as phone,
      count(*)::int as orders, (count(*) filter (where o.state = 'paid'))::int as paid_orders,
      coalesce(sum(cardinality(o.numbers)) filter (where o.state = 'paid'), 0)::int as numbers,
      coalesce(sum(o.amount_minor) filter (where o.state = 'paid'), 0)::bigint as amount_minor,
      o.currency, max(o.created_at) as last_order_at, max(o.id::text)::uuid as last_id
    from raffle_order o left join person p on p.organization_id = o.organization_id and p.id = o.person_id
    where o.organization_id = ${orgOf(ctx).id} and (${raffle_id ?? null}::uuid is null or o.raffle_id = ${raffle_id ?? null}::uuid)
      and (${pattern}::text is null or app_fold(coalesce(p.name, '') || ' ' || o.contact_name || ' ' || coalesce(p.phone, '') || ' ' || coalesce(o.contact_phone, '')) like ${pattern})
    group by 1, o.person_id, o.currency
    having ${beyond}::text is null or max(o.id::text) < ${beyond}
    order by last_id desc limit ${limit + 1}`.execute(ctx.db);
  return cutPage(
    rows,
    limit,
    (row) => [row.last_id],
    ({ last_id: _id, last_order_at, ...row }) => ({
      ...row,
      amount: formatAmount(row.amount_minor, row.currency),
      last_order_at: last_order_at.toISOString(),
    }),
  );
}
