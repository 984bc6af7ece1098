import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { addEntry, type Balance } from '../ledger/add-entry.ts';
import { spread } from './spread.rule.ts';

type Count = { id: string; registerWh: number; at: Date; usedWh: number };

/** Counts a reading on a locked balance: the entry, the consumption by hour, day and month, and where the counter is. */
export async function countReading(tx: Ctx, balance: Balance, { id, registerWh, at, usedWh }: Count): Promise<void> {
  const from = balance.read_at ?? at;
  balance.register_wh = registerWh;
  balance.read_at = at;
  const { organization_id, meter_id } = balance;
  await Promise.all([
    tx.db
      .updateTable('electricity_balance')
      .set({ register_wh: registerWh, read_at: at, series: balance.series, updated_at: tx.clock.now() })
      .where('organization_id', '=', organization_id)
      .where('meter_id', '=', meter_id)
      .execute(),
    usedWh > 0 && addEntry(tx, balance, { kind: 'consumption', wh: -usedWh, sourceId: id }),
    usedWh > 0 && keepUsage(tx, meter_id, from, at, usedWh),
  ]);
}

async function keepUsage(tx: Ctx, meter_id: string, from: Date, to: Date, wh: number): Promise<void> {
  const { id: organization_id, timeZone } = orgOf(tx);
  const shares = spread(timeZone, from, to, wh);
  const days = sums(shares, 'day');
  const months = sums(shares, 'month');
  const more = sql<number>`excluded.wh`;
  await Promise.all([
    tx.db
      .insertInto('electricity_usage_hour')
      .values(shares.map(({ at, wh }) => ({ organization_id, meter_id, at, wh })))
      .onConflict((conflict) =>
        conflict
          .columns(['organization_id', 'meter_id', 'at'])
          .doUpdateSet({ wh: sql`electricity_usage_hour.wh + ${more}` }),
      )
      .execute(),
    tx.db
      .insertInto('electricity_usage_day')
      .values(days.map(([used_on, wh]) => ({ organization_id, meter_id, used_on, wh })))
      .onConflict((conflict) =>
        conflict
          .columns(['organization_id', 'meter_id', 'used_on'])
          .doUpdateSet({ wh: sql`electricity_usage_day.wh + ${more}` }),
      )
      .execute(),
    tx.db
      .insertInto('electricity_usage_month')
      .values(months.map(([month_on, wh]) => ({ organization_id, meter_id, month_on, wh })))
      .onConflict((conflict) =>
        conflict
          .columns(['organization_id', 'meter_id', 'month_on'])
          .doUpdateSet({ wh: sql`electricity_usage_month.wh + ${more}` }),
      )
      .execute(),
  ]);
}

function sums(shares: { day: string; month: string; wh: number }[], by: 'day' | 'month'): [string, number][] {
  const all = new Map<string, number>();
  for (const share of shares) all.set(share[by], (all.get(share[by]) ?? 0) + share.wh);
  return [...all];
}
