import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { fromMilli } from '../quantity.rule.ts';
import type { Refill, RefillFilter } from './contract.ts';

const rows = (ctx: Ctx) =>
  ctx.db
    .selectFrom('coffee_refill as r')
    .innerJoin('coffee_machine as m', onOrg('m.id', 'r.machine_id'))
    .leftJoin('coffee_material as t', onOrg('t.id', 'r.material_id'))
    .select(['r.id', 'r.machine_id', 'r.position', 'r.source', 'r.amount_milli', 'r.filled_at', 'r.received_at'])
    .select(['r.by_name', 'r.note', 'm.serial', 'm.name as machine_name', 'r.material_id'])
    .select(['t.code', 't.name as material_name', 't.unit'])
    .where(inOrg(ctx, 'r'));
type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

const asRefill = (row: Row): Refill => ({
  id: row.id,
  machine: { id: row.machine_id, serial: row.serial, name: row.machine_name },
  position: row.position,
  material:
    row.material_id === null
      ? null
      : { id: row.material_id, code: row.code ?? '', name: row.material_name ?? '', unit: row.unit as 'g' },
  source: row.source as Refill['source'],
  amount: row.amount_milli === null ? null : fromMilli(row.amount_milli),
  at: row.filled_at.toISOString(),
  received_at: row.received_at.toISOString(),
  by: row.by_name,
  note: row.note,
});

/** A page of fillings, the latest that came first. */
export async function listRefills(
  ctx: Ctx,
  { filter, ...page }: PageQuery & { filter: RefillFilter },
): Promise<Result<Refill[]>> {
  let found = rows(ctx);
  if (filter.machine_id) found = found.where('r.machine_id', '=', filter.machine_id);
  if (filter.source) found = found.where('r.source', '=', filter.source);
  return findPage(found, 'r.id', page, asRefill);
}

/** One filling, by its id or as the one that somebody told of this moment; refuses with `coffee.bin.not_found`. */
export async function getRefill(
  ctx: Ctx,
  which: { id: string } | { machine_id: string; position: number; filled_at: Date },
): Promise<Result<Refill>> {
  const row = await ('id' in which
    ? rows(ctx).where('r.id', '=', which.id)
    : rows(ctx)
        .where('r.machine_id', '=', which.machine_id)
        .where('r.position', '=', which.position)
        .where('r.filled_at', '=', which.filled_at)
        .where('r.source', '=', 'person')
  ).executeTakeFirst();
  return row ? ok(asRefill(row)) : refuse('coffee.bin.not_found');
}
