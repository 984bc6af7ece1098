import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { searchable } from '../../../kernel/lib/searchable.ts';
import { asExhibition } from '../present.ts';
import type { Exhibition } from './contract.ts';

export function exhibitionRows(ctx: Ctx) {
  return ctx.db.selectFrom('exhibition').selectAll().where('organization_id', '=', orgOf(ctx).id);
}

/** All exhibitions, latest first: an organization has dozens, not thousands. */
export async function listExhibitions(ctx: Ctx, search?: string): Promise<Result<Exhibition[]>> {
  const rows = await exhibitionRows(ctx).orderBy('starts_on', 'desc').orderBy('id', 'desc').limit(1000).execute();
  const wanted = searchable(search ?? '').trim();
  const matching = wanted
    ? rows.filter((r) => searchable(`${r.name} ${r.prefix} ${r.place ?? ''}`).includes(wanted))
    : rows;
  return ok(matching.map(asExhibition), { next: null });
}

export async function getExhibition(ctx: Ctx, id: string): Promise<Result<Exhibition>> {
  const row = await exhibitionRows(ctx).where('id', '=', id).executeTakeFirst();
  return row ? ok(asExhibition(row)) : refuse('exhibition.not_found');
}
