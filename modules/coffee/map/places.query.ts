import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { offlineBefore } from '../machines/machines.query.ts';
import { coffeeSettings } from '../settings.ts';
import type { Place, Places } from './contract.ts';

const MAX_PLACES = 2000;

type Row = Omit<Place, 'merchant' | 'state'> & {
  merchant_id: string;
  merchant_name: string;
  worst: 'critical' | 'warning' | 'info' | null;
};

/** Locations with their machines and the worst alarm that is open there. Raw SQL: counts with conditions. */
export async function placesOf(ctx: Ctx, merchantId: string | null): Promise<Result<Places>> {
  const organizationId = orgOf(ctx).id;
  const [before, { map_tiles: url, map_attribution: attribution }] = await Promise.all([
    offlineBefore(ctx),
    getSettings(ctx, coffeeSettings),
  ]);
  const [{ rows }, without] = await Promise.all([
    sql<Row>`
      select l.id, l.name, l.address, l.latitude, l.longitude, h.id as merchant_id, h.name as merchant_name,
        coalesce(m.machines, 0) as machines, coalesce(m.online, 0) as online, coalesce(a.alarms, 0) as alarms, a.worst
      from coffee_location l
      join coffee_merchant h on h.organization_id = ${organizationId} and h.id = l.merchant_id
      left join (
        select location_id, count(*)::int as machines,
          (count(*) filter (where last_seen_at >= ${before} and offline_at is null))::int as online
        from coffee_machine
        where organization_id = ${organizationId} and state = 'active' and location_id is not null
        group by location_id) m on m.location_id = l.id
      left join (
        select location_id, (count(*) filter (where group_id is null))::int as alarms,
          case when bool_or(severity = 'critical') then 'critical' when bool_or(severity = 'warning') then 'warning'
            else 'info' end as worst
        from coffee_alarm
        where organization_id = ${organizationId} and cleared_at is null and location_id is not null
        group by location_id) a on a.location_id = l.id
      where l.organization_id = ${organizationId} and l.latitude is not null
        and (${merchantId}::uuid is null or l.merchant_id = ${merchantId})
      order by machines desc, l.id limit ${MAX_PLACES}`.execute(ctx.db),
    ctx.db
      .selectFrom('coffee_location')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where(inOrg(ctx))
      .where('latitude', 'is', null)
      .$if(merchantId !== null, (query) => query.where('merchant_id', '=', merchantId as string))
      .executeTakeFirstOrThrow(),
  ]);
  return ok({
    places: rows.map(({ merchant_id, merchant_name, worst, ...place }) => ({
      ...place,
      merchant: { id: merchant_id, name: merchant_name },
      state: place.machines === 0 ? 'empty' : (worst ?? 'fine'),
    })),
    without: Number(without.count),
    tiles: url ? { url, attribution } : null,
  });
}
