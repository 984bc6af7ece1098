import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { searchable } from '../../../kernel/lib/searchable.ts';
import type { Exhibition } from './contract.ts';

export function exhibitionRows(ctx: Ctx) {
  return ctx.db.selectFrom('exhibition').selectAll().where(inOrg(ctx));
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

export type ExhibitionRow = {
  id: string;
  name: string;
  prefix: string;
  currency: string;
  place: string | null;
  starts_on: string;
  ends_on: string;
  tax_label: string | null;
  tax_basis_points: number | null;
  supply_state: string | null;
  enter_again: boolean;
  created_at: Date;
  updated_at: Date;
};

export function asExhibition(row: ExhibitionRow): Exhibition {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    currency: row.currency,
    place: row.place,
    starts_on: row.starts_on,
    ends_on: row.ends_on,
    tax_label: row.tax_label,
    tax_percent: row.tax_basis_points === null ? null : percent(row.tax_basis_points),
    supply_state: row.supply_state,
    enter_again: row.enter_again,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** 1800 → "18", 1250 → "12.5" */
export function percent(basisPoints: number): string {
  return String(basisPoints / 100);
}
