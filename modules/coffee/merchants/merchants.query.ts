import { sql } from 'kysely';
import { type Ctx, type Db, inOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { wordPatterns } from '../../../kernel/lib/searchable.ts';
import type { Merchant, MerchantFilter } from './contract.ts';

type MerchantQuery = PageQuery & { filter: MerchantFilter; search?: string | undefined };

function merchants(ctx: Ctx) {
  return ctx.db
    .selectFrom('coffee_merchant as m')
    .select(['m.id', 'm.name', 'm.contact_name', 'm.phone', 'm.email', 'm.status', 'm.created_at'])
    .select((eb) =>
      eb
        .selectFrom('coffee_machine as c')
        .select((c) => c.fn.countAll<number>().as('n'))
        .whereRef('c.organization_id', '=', 'm.organization_id')
        .whereRef('c.merchant_id', '=', 'm.id')
        .where('c.state', '=', 'active')
        .as('machines'),
    )
    .where(inOrg(ctx, 'm'));
}
type Row = Awaited<ReturnType<ReturnType<typeof merchants>['execute']>>[number];

const asMerchant = (row: Row): Merchant => ({
  ...row,
  status: row.status as Merchant['status'],
  machines: row.machines ?? 0,
  created_at: row.created_at.toISOString(),
});

/** A page of merchants, newest first; `search` looks at name, contact, phone and e-mail. */
export async function listMerchants(ctx: Ctx, query: MerchantQuery): Promise<Result<Merchant[]>> {
  let rows = merchants(ctx);
  if (query.filter.status) rows = rows.where('m.status', '=', query.filter.status);
  for (const pattern of wordPatterns(query.search).slice(0, 8)) {
    const text = sql`app_fold(m.name || E'\n' || m.contact_name || E'\n' || m.phone || E'\n' || m.email)`;
    rows = rows.where(sql<boolean>`${text} like ${pattern}`);
  }
  return findPage(rows, 'm.id', query, asMerchant);
}

/** One merchant; refuses with `coffee.merchant.not_found`. */
export async function getMerchant(ctx: Ctx, id: string): Promise<Result<Merchant>> {
  const row = await merchants(ctx).where('m.id', '=', id).executeTakeFirst();
  return row ? ok(asMerchant(row)) : refuse('coffee.merchant.not_found');
}

/** How merchants are named in a sentence. */
export const merchantNames = (db: Db, organizationId: string, ids: string[]) =>
  db
    .selectFrom('coffee_merchant')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
