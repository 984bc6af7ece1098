import { type CompiledQuery, sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { type Consumption, consumptionWrites } from '../ledger/add-entry.action.ts';
import type { Balance } from '../meters/lock-balance.query.ts';
import { spread } from './spread.rule.ts';

type Counted = { id: string; registerWh: number; at: Date; usedWh: number; byName: string };
export type Count = Consumption & { from: Date; at: Date };

/** Counts a reading on a locked balance, in memory: what the meter has left, and where its counter is. */
export function countOn(balance: Balance, { id, registerWh, at, usedWh, byName }: Counted): Count {
  const from = balance.read_at ?? at;
  balance.register_wh = registerWh;
  balance.read_at = at;
  balance.balance_wh -= usedWh;
  return { balance, readingId: id, wh: usedWh, byName, from, at };
}

/** What readings counted: the balances, the entries, and the consumption by hour, day and month. */
export function countWrites(tx: Ctx, counts: Count[]): CompiledQuery[] {
  const used = counts.filter(({ wh }) => wh > 0);
  return [
    ...balanceWrites(tx, [...new Set(counts.map(({ balance }) => balance))]),
    ...consumptionWrites(tx, used),
    ...usageWrites(tx, used),
  ];
}

function balanceWrites(tx: Ctx, balances: Balance[]): CompiledQuery[] {
  if (balances.length === 0) return [];
  const meters = balances.map((one) => one.meter_id);
  // Raw SQL: many rows at once. By `any` the table is read by its key; joined with the list alone, all of it is.
  const write = sql`update electricity_balance b set balance_wh = n.balance_wh, register_wh = n.register_wh, read_at = n.read_at,
      updated_at = ${tx.clock.now()}
    from unnest(${meters}::uuid[], ${balances.map((one) => one.balance_wh)}::bigint[],
      ${balances.map((one) => one.register_wh)}::bigint[], ${balances.map((one) => one.read_at)}::timestamptz[])
      n (meter_id, balance_wh, register_wh, read_at)
    where b.organization_id = ${orgOf(tx).id} and b.meter_id = any(${meters}::uuid[]) and b.meter_id = n.meter_id`;
  return [write.compile(tx.db)];
}

function usageWrites(tx: Ctx, used: Count[]): CompiledQuery[] {
  if (used.length === 0) return [];
  const { id: organizationId, timeZone } = orgOf(tx);
  const shares = used.flatMap(({ balance, from, at, wh }) =>
    spread(timeZone, from, at, wh).map((share) => ({ ...share, meter_id: balance.meter_id })),
  );
  // Raw SQL: one statement for the three tables.
  const write = sql`
    with share as materialized (
      select * from unnest(${shares.map((one) => one.meter_id)}::uuid[], ${shares.map((one) => one.at)}::timestamptz[],
        ${shares.map((one) => one.day)}::date[], ${shares.map((one) => one.month)}::date[],
        ${shares.map((one) => one.wh)}::bigint[]) s (meter_id, at, day, month, wh)
    ), by_hour as (
      insert into electricity_usage_hour (organization_id, meter_id, at, wh)
      select ${organizationId}::uuid, meter_id, at, sum(wh) from share group by 2, 3
      on conflict (organization_id, meter_id, at) do update set wh = electricity_usage_hour.wh + excluded.wh
    ), by_day as (
      insert into electricity_usage_day (organization_id, meter_id, used_on, wh)
      select ${organizationId}::uuid, meter_id, day, sum(wh) from share group by 2, 3
      on conflict (organization_id, meter_id, used_on) do update set wh = electricity_usage_day.wh + excluded.wh
    )
    insert into electricity_usage_month (organization_id, meter_id, month_on, wh)
    select ${organizationId}::uuid, meter_id, month, sum(wh) from share group by 2, 3
    on conflict (organization_id, meter_id, month_on) do update set wh = electricity_usage_month.wh + excluded.wh`;
  return [write.compile(tx.db)];
}
