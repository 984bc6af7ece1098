import { CompiledQuery } from 'kysely';
import { type Ctx, limitOf, orgOf } from '../../../kernel/ctx/index.ts';
import { LimitedMap } from '../../../kernel/lib/limited-map.ts';
import { offlineBefore } from '../machines/machines.query.ts';

export type FleetCounts = {
  total: number;
  online: number;
  fault: number;
  waiting: number;
  lowBins: number;
  exceptions: number;
  alarms: number;
  criticalAlarms: number;
};

// Raw SQL: sums with conditions read better in SQL.
const COUNTS = `
  select count(*) as total, count(*) filter (where last_seen_at is null) as waiting,
    count(*) filter (where last_seen_at >= $3 and offline_at is null) as online,
    count(*) filter (where last_seen_at >= $3 and offline_at is null and (status = 'fault' or errors <> '{}')) as fault,
    (select count(*) from coffee_bin b
      join coffee_machine m on m.organization_id = b.organization_id and m.id = b.machine_id
      where b.organization_id = $1 and m.organization_id = $1 and ($2::uuid is null or b.merchant_id = $2)
      and m.levels[b.position] <= b.threshold_milli) as "lowBins",
    (select count(*) from (select from coffee_order o where o.organization_id = $1
      and ($2::uuid is null or o.merchant_id = $2) and o.exception is not null and o.settled_at is null
      limit 1000) q) as exceptions,
    (select count(*) from coffee_alarm a where a.organization_id = $1 and ($2::uuid is null or a.merchant_id = $2)
      and a.cleared_at is null and a.group_id is null) as alarms,
    (select count(*) from coffee_alarm a where a.organization_id = $1 and ($2::uuid is null or a.merchant_id = $2)
      and a.cleared_at is null and a.group_id is null and a.severity = 'critical') as "criticalAlarms"
  from coffee_machine where organization_id = $1 and ($2::uuid is null or merchant_id = $2) and state = 'active'`;

/** A screen shows them to people, and the next answer is never older than this: as often as machines report. */
const KEPT_MS = 2_000;
const kept = new WeakMap<object, LimitedMap<string, { at: number; counts: Promise<FleetCounts> }>>();

/**
 * How many machines there are and how they are, of a merchant or of all (null). Counting reads each machine, so that the
 * answer is used for two seconds in each process.
 */
export function fleetCounts(ctx: Ctx, merchantId: string | null): Promise<FleetCounts> {
  const { services, clock } = ctx;
  const mine = kept.get(services) ?? new LimitedMap<string, { at: number; counts: Promise<FleetCounts> }>(1000);
  kept.set(services, mine);
  const key = [orgOf(ctx).id, limitOf(ctx.actor)?.id, merchantId].join();
  const known = mine.get(key);
  const now = clock.now().getTime();
  if (known && Math.abs(now - known.at) < KEPT_MS) return known.counts;
  const counts = count(ctx, merchantId);
  mine.set(key, { at: now, counts });
  counts.catch(() => mine.delete(key));
  return counts;
}

async function count(ctx: Ctx, merchantId: string | null): Promise<FleetCounts> {
  const values = [orgOf(ctx).id, merchantId, await offlineBefore(ctx)];
  const { rows } = await ctx.db.executeQuery<FleetCounts>(CompiledQuery.raw(COUNTS, values));
  return rows[0] as FleetCounts;
}
