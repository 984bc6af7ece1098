import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { addDays, dayIn } from '../../../kernel/lib/time.ts';
import { binsOf } from './bins.query.ts';
import { getMachine } from './machines.query.ts';
import type { MachineSummary } from './summary-contract.ts';

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
