import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { today } from '../days.ts';
import type { Tariff, TariffDiff } from './contract.ts';
import { compareTariffs, type StoredClass, type StoredTariff, showTariff } from './tariff.rule.ts';

export type TariffRow = Omit<Selectable<DB['electricity_tariff']>, 'classes'> & { classes: StoredClass[] };

const tariffs = (ctx: Ctx) =>
  ctx.db.selectFrom('electricity_tariff').selectAll().where(inOrg(ctx)).orderBy('starts_on', 'desc');

/** The version in force on a day: the latest that has begun by then. */
export async function tariffOn(ctx: Ctx, day: string): Promise<TariffRow | undefined> {
  const row = await tariffs(ctx).where('starts_on', '<=', day).limit(1).executeTakeFirst();
  return row as TariffRow | undefined;
}

/** The version that a purchase was quoted with. */
export async function tariffOf(ctx: Ctx, id: string): Promise<TariffRow> {
  return (await tariffs(ctx).where('id', '=', id).executeTakeFirstOrThrow()) as TariffRow;
}

/** All versions, the latest first. There are a few each year. */
export async function listTariffs(ctx: Ctx): Promise<Result<Tariff[]>> {
  const rows = (await tariffs(ctx).limit(200).execute()) as unknown as TariffRow[];
  const current = rows.find(({ starts_on }) => starts_on <= today(ctx))?.id;
  return ok(rows.map((row) => asTariff(row, today(ctx), current)));
}

export async function getTariff(ctx: Ctx, id: string): Promise<Result<Tariff>> {
  const all = await listTariffs(ctx);
  const found = all.ok ? all.data.find((one) => one.id === id) : undefined;
  return found ? ok(found) : refuse('electricity.tariff.not_found');
}

/** What a version changes against the one before it; everything, for the first. */
export async function tariffDiff(ctx: Ctx, id: string): Promise<Result<TariffDiff>> {
  const all = await listTariffs(ctx);
  if (!all.ok) return all;
  const at = all.data.findIndex((one) => one.id === id);
  const after = all.data[at];
  if (!after) return refuse('electricity.tariff.not_found');
  const nothing = { starts_on: '', name: '', vat_percent: '', levy_percent: '', fee: '', classes: [] };
  return ok(compareTariffs(all.data[at + 1] ?? nothing, after));
}

function asTariff(row: TariffRow, day: string, current: string | undefined): Tariff {
  const state = row.starts_on > day ? 'coming' : row.id === current ? 'current' : 'past';
  return {
    id: row.id,
    currency: row.currency,
    ...showTariff(row satisfies StoredTariff, row.currency),
    state,
    created_by: row.created_by_name,
    created_at: row.created_at.toISOString(),
  };
}
