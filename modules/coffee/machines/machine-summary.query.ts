import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { firstIdAt } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { addDays, dayIn } from '../../../kernel/lib/time.ts';
import { binsOf, getMachine } from './machines.query.ts';
import type { MachineSummary, TemperatureReading } from './summary-contract.ts';

const MOST_POINTS = 288;
const DAY_MS = 86_400_000;

/** A machine with its bins and what it sold today and in the last seven days. Refuses with `coffee.machine.not_found`. */
export async function machineSummary(ctx: Ctx, reference: string): Promise<Result<MachineSummary>> {
  const machine = await getMachine(ctx, reference);
  if (!machine.ok) return machine;
  const { id } = machine.data;
  const { id: organizationId, timeZone, currency } = orgOf(ctx);
  const today = dayIn(timeZone, ctx.clock.now());
  const [bins, days, open, last] = await Promise.all([
    binsOf(ctx, id),
    ctx.db
      .selectFrom('coffee_hour')
      .select((eb) => [
        'sold_on',
        eb.fn.sum<number>('orders').as('orders'),
        sql<number>`sum(amount_minor - refunded_minor)::bigint`.as('net'),
      ])
      .where('organization_id', '=', organizationId)
      .where('machine_id', '=', id)
      .where('sold_on', '>=', addDays(today, -6))
      .where('sold_on', '<=', today)
      .where('currency', '=', currency)
      .groupBy('sold_on')
      .execute(),
    ctx.db
      .selectFrom('coffee_order')
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('machine_id', '=', id)
      .where('exception', 'is not', null)
      .where('settled_at', 'is', null)
      .limit(100)
      .execute(),
    ctx.db
      .selectFrom('coffee_order')
      .select(['id', 'made_at'])
      .where('organization_id', '=', organizationId)
      .where('machine_id', '=', id)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
  ]);
  const sales = (rows: typeof days) => {
    const minor = rows.reduce((sum, { net }) => sum + net, 0);
    const orders = rows.reduce((sum, row) => sum + Number(row.orders), 0);
    return { orders, sales: formatAmount(minor, currency), sales_minor: minor };
  };
  return ok({
    machine: machine.data,
    bins,
    currency,
    today: sales(days.filter(({ sold_on }) => sold_on === today)),
    week: sales(days),
    open_exceptions: open.length,
    last_order_at: last?.made_at.toISOString() ?? null,
    last_order_id: last?.id ?? null,
  });
}

/**
 * What a machine reported in the last hours, at most 288 points: each is the mean of its span. Refuses with
 * `coffee.machine.not_found`.
 */
export async function temperaturesOf(
  ctx: Ctx,
  reference: string,
  hours: number,
): Promise<Result<TemperatureReading[]>> {
  const machine = await getMachine(ctx, reference);
  if (!machine.ok) return machine;
  const now = ctx.clock.now().getTime();
  const from = now - hours * 3_600_000;
  const span = Math.ceil((now - from) / MOST_POINTS);
  // The time of a row is in its id: the first 48 bits are milliseconds.
  const at = sql<number>`('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint`;
  const { rows } = await sql<{ at: number; temperature: string | null; status: string }>`
    select min(at) as at, round(avg(temperature_dc) / 10, 1)::text as temperature,
      (array_agg(status order by at desc))[1] as status
    from (select ${at} as at, temperature_dc, status from coffee_status
      where organization_id = ${orgOf(ctx).id} and machine_id = ${machine.data.id}
        and id >= ${firstIdAt(from)} and id < ${firstIdAt(now + DAY_MS)}) s
    group by (at - ${from}::bigint) / ${span}::bigint order by 1`.execute(ctx.db);
  return ok(
    rows.map((row) => ({
      at: new Date(row.at).toISOString(),
      temperature: row.temperature === null ? null : Number(row.temperature),
      status: row.status,
    })),
    { next: null },
  );
}
