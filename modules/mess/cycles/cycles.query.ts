import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayIn } from '../../../kernel/lib/time.ts';
import { type DayRange, daysIn } from '../calendar/days.rule.ts';
import type { Cycle, CyclePaymentState } from './contract.ts';

export const todayOf = (ctx: Ctx) => dayIn(orgOf(ctx).timeZone, ctx.clock.now());

function cycleRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('mess_cycle as c')
    .leftJoinLateral(
      (of) =>
        of
          .selectFrom('mess_cycle_payment as cp')
          .leftJoin('payment as p', onOrg('p.id', 'cp.payment_id'))
          .select([
            sql<number>`count(*) filter (where ${paymentState} = 'uploaded')::int`.as('uploaded'),
            sql<number>`count(*) filter (where ${paymentState} = 'verified')::int`.as('verified'),
            sql<number>`count(*) filter (where ${paymentState} = 'denied')::int`.as('denied'),
          ])
          .whereRef('cp.organization_id', '=', 'c.organization_id')
          .whereRef('cp.cycle_id', '=', 'c.id')
          .as('paid'),
      (on) => on.onTrue(),
    )
    .select(['c.id', 'c.name', 'c.starts_on', 'c.ends_on', 'c.price_minor', 'c.currency', 'c.rebates_credited_at'])
    .select(['c.created_at', 'c.updated_at', 'paid.uploaded', 'paid.verified', 'paid.denied'])
    .where(inOrg(ctx, 'c'));
}

type CycleRow = Awaited<ReturnType<ReturnType<typeof cycleRows>['executeTakeFirstOrThrow']>>;

/** Cycles, the latest first. */
export async function listCycles(ctx: Ctx, query: PageQuery): Promise<Result<Cycle[]>> {
  return findPage(cycleRows(ctx), { by: 'c.starts_on', kind: 'day' }, query, (row) => asCycle(ctx, row));
}

export async function getCycle(ctx: Ctx, id: string): Promise<Result<Cycle>> {
  const row = await cycleRows(ctx).where('c.id', '=', id).executeTakeFirst();
  return row ? ok(asCycle(ctx, row)) : refuse('mess.cycle.not_found');
}

/** The named cycle or, by default, the one of today; refuses with `mess.cycle.not_found` or `mess.cycle.none_now`. */
export async function cycleFor(ctx: Ctx, id?: string): Promise<Result<Cycle>> {
  if (id) return getCycle(ctx, id);
  const cycle = await cycleOn(ctx, todayOf(ctx));
  return cycle ? ok(cycle) : refuse('mess.cycle.none_now');
}

/** The cycle that a day is in, or null. */
async function cycleOn(ctx: Ctx, day: string): Promise<Cycle | null> {
  const row = await cycleRows(ctx).where('c.starts_on', '<=', day).where('c.ends_on', '>=', day).executeTakeFirst();
  return row ? asCycle(ctx, row) : null;
}

/** The cycle of today and those to come, the nearest first: what a student may pay. */
export async function openCycles(ctx: Ctx): Promise<Cycle[]> {
  const rows = await cycleRows(ctx).where('c.ends_on', '>=', todayOf(ctx)).orderBy('c.starts_on').limit(12).execute();
  return rows.map((row) => asCycle(ctx, row));
}

/** The cycles that share a day with a range. */
export async function cyclesIn(ctx: Ctx, range: DayRange): Promise<(DayRange & { id: string; name: string })[]> {
  const rows = await ctx.db
    .selectFrom('mess_cycle')
    .select(['id', 'name', 'starts_on as from', 'ends_on as to'])
    .where(inOrg(ctx))
    .where('starts_on', '<=', range.to)
    .where('ends_on', '>=', range.from)
    .orderBy('starts_on')
    .execute();
  return rows;
}

function asCycle(ctx: Ctx, row: CycleRow): Cycle {
  const { uploaded, verified, denied, rebates_credited_at, created_at, updated_at, ...rest } = row;
  const today = todayOf(ctx);
  return {
    ...rest,
    days: daysIn({ from: row.starts_on, to: row.ends_on }),
    price: formatAmount(row.price_minor, row.currency),
    current: row.starts_on <= today && today <= row.ends_on,
    payments: { uploaded: uploaded ?? 0, verified: verified ?? 0, denied: denied ?? 0 },
    rebates_credited_at: rebates_credited_at?.toISOString() ?? null,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
  };
}

/**
 * The state of a payment for a cycle. The payment's own state comes first: cash above the limit waits on the evidence
 * desk like a proof, for the second person. Null: nobody opened the cycle's payment yet, which is `none` as well.
 */
export const paymentState = sql<CyclePaymentState>`case when cp.state = 'verified' then 'verified'
  when p.state = 'submitted' then 'uploaded' when p.state = 'denied' then 'denied' else 'none' end`;
