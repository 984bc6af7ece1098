import { CompiledQuery } from 'kysely';
import { type Ctx, inOrg, orgOf, perOrganization } from '../../../kernel/ctx/index.ts';
import { type Reference, readReference } from '../reference.rule.ts';
import type { TariffRow } from './tariffs.query.ts';

/**
 * What was bought for a meter in a month, in whose blocks it counts: what was paid, and what came by vouchers of money.
 * A purchase that nobody has paid yet counts nowhere. A refund gives back the blocks of the units that it takes. SQL,
 * with the organization as `$1`.
 */
export const boughtWh = (meter: string, month: string): string => `
  (coalesce((select sum(p.wh - p.refunded_wh) from electricity_purchase p where p.organization_id = $1::uuid
    and p.meter_id = ${meter} and p.month_on = ${month} and p.state = 'credited'), 0)::bigint
  + coalesce((select sum(r.wh) from electricity_redemption r where r.organization_id = $1::uuid
    and r.meter_id = ${meter} and r.month_on = ${month}), 0)::bigint)`;

/** The version of the tariff in force on a day, as `t (id, updated_at)`. SQL, with the organization as `$1`. */
export const tariffClauseOn = (day: string): string => `
  left join lateral (select t.id, t.updated_at from electricity_tariff t
    where t.organization_id = $1::uuid and t.starts_on <= ${day} order by t.starts_on desc limit 1) t on true`;

export type NamedTariff = { tariff_id: string | null; tariff_updated_at: Date | null };
/** What the price of units for a meter depends on, besides the amount. */
export type PriceFacts = NamedTariff & { tariff_class: string; bought_wh: number };
export type QuoteFacts = PriceFacts & { meter_id: string };

// Raw SQL: lateral look-ups, each by an index.
const facts = (which: Reference) => `
  select m.id as meter_id, m.tariff_class, ${boughtWh('m.id', '$3::date')} as bought_wh, t.id as tariff_id,
    t.updated_at as tariff_updated_at
  from electricity_meter m ${tariffClauseOn('$4::date')}
  where m.organization_id = $1::uuid and m.${which} = $2`;
const FACTS: Record<Reference, string> = { id: facts('id'), number: facts('number') };

/** What decides about a quote for a meter, which is named by uuid or number; undefined when there is none. */
export async function readQuoteFacts(
  ctx: Ctx,
  meter: string,
  { day, month }: { day: string; month: string },
): Promise<QuoteFacts | undefined> {
  const named = readReference(meter);
  if (!named) return undefined;
  const values = [orgOf(ctx).id, named.reference, month, day];
  return (await ctx.db.executeQuery<QuoteFacts>(CompiledQuery.raw(FACTS[named.which], values))).rows[0];
}

type Kept = { id: string; updatedAt: number; row: TariffRow };
/** Most quotes are by the version in force, which changes a few times a year; a changed one has another time. */
const kept = perOrganization((): { tariff?: Kept } => ({}));

/** The version of the tariff that facts name. */
export async function tariffOf(
  ctx: Ctx,
  { tariff_id, tariff_updated_at }: NamedTariff,
): Promise<TariffRow | undefined> {
  if (tariff_id === null || tariff_updated_at === null) return undefined;
  const memory = kept(ctx);
  const updatedAt = tariff_updated_at.getTime();
  if (memory.tariff?.id === tariff_id && memory.tariff.updatedAt === updatedAt) return memory.tariff.row;
  const row = (await ctx.db
    .selectFrom('electricity_tariff')
    .selectAll()
    .where(inOrg(ctx))
    .where('id', '=', tariff_id)
    .executeTakeFirst()) as TariffRow | undefined;
  if (row) memory.tariff = { id: row.id, updatedAt: row.updated_at.getTime(), row };
  return row;
}
