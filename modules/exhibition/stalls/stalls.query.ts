import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { searchable } from '../../../kernel/lib/searchable.ts';
import { percent } from '../exhibitions/exhibitions.query.ts';
import type { Stall, StallFilter } from './contract.ts';

export const stallRows = (ctx: Ctx) => ctx.db.selectFrom('exhibition_stall').selectAll().where(inOrg(ctx));
export type StallRow = Awaited<ReturnType<ReturnType<typeof stallRows>['executeTakeFirstOrThrow']>>;

type StallQuery = { filter: StallFilter; search?: string | undefined; limit: number; after?: string | undefined };

/** A page of stalls, by code; a fair has hundreds at most. */
export async function listStalls(ctx: Ctx, { filter, search, limit, after }: StallQuery): Promise<Result<Stall[]>> {
  const cursor = readCursor(after, 'text', 'uuid');
  if (!cursor.ok) return cursor;
  const [code, id] = cursor.data;
  let rows = stallRows(ctx).orderBy('code').orderBy('id');
  if (filter.exhibition_id) rows = rows.where('exhibition_id', '=', filter.exhibition_id);
  if (filter.archived !== undefined) rows = rows.where('archived_at', filter.archived ? 'is not' : 'is', null);
  if (id)
    rows = rows.where((eb) =>
      eb.or([eb('code', '>', String(code)), eb.and([eb('code', '=', String(code)), eb('id', '>', String(id))])]),
    );
  const wanted = searchable(search ?? '').trim();
  const found = wanted
    ? (await rows.limit(1000).execute()).filter((row) => searchable(`${row.code} ${row.name}`).includes(wanted))
    : await rows.limit(limit + 1).execute();
  return cutPage(
    found.slice(0, limit + 1),
    limit,
    (row) => [row.code, row.id],
    (row) => asStall(ctx, row),
  );
}

export async function getStall(ctx: Ctx, id: string): Promise<Result<Stall>> {
  const row = await stallRows(ctx).where('id', '=', id).executeTakeFirst();
  return row ? ok(asStall(ctx, row)) : refuse('exhibition.stall.not_found');
}

export function asStall(ctx: Ctx, row: StallRow): Stall {
  return {
    id: row.id,
    exhibition_id: row.exhibition_id,
    currency: row.currency,
    name: row.name,
    code: row.code,
    contact: ctx.services.authenticator.can(ctx, 'exhibition.manage') ? row.contact : '',
    commission_percent: percent(row.commission_basis_points),
    account: row.account,
    drawer_id: row.drawer_id,
    archived: row.archived_at !== null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
