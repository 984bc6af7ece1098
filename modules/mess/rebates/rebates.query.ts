import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import type { DayRange } from '../calendar/days.rule.ts';
import { closedDaysIn } from '../closures/closures.query.ts';
import { activeCuts } from '../cuts/cuts.query.ts';
import { mealPeriods } from '../meals/meals.query.ts';
import { messSettings } from '../settings.ts';
import { type RebateLine, type RebateRules, rebateLines } from './rebates.rule.ts';

/** Students who got a rebate for a cycle and can be notified; those who never wrote are left out. */
export async function rebateAudience(ctx: Ctx, cycleId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('mess_rebate as r')
    .innerJoin('mess_student as s', onOrg('s.id', 'r.student_id'))
    .select('s.person_id')
    .distinct()
    .where(inOrg(ctx, 'r'))
    .where('r.cycle_id', '=', cycleId)
    .where(
      sql<boolean>`exists (select from conversation c where c.organization_id = s.organization_id and c.person_id = s.person_id)`,
    )
    .orderBy('s.person_id')
    .execute();
  return rows.map(({ person_id }) => person_id);
}

/** What a cycle gave back to a person, in minor units; undefined when it gave nothing. */
export async function rebateOf(
  ctx: Ctx,
  cycleId: string,
  personId: string,
): Promise<{ cycle: string; total_minor: number; currency: string } | undefined> {
  const row = await ctx.db
    .selectFrom('mess_rebate as r')
    .innerJoin('mess_student as s', onOrg('s.id', 'r.student_id'))
    .innerJoin('mess_cycle as c', onOrg('c.id', 'r.cycle_id'))
    .select(['c.name as cycle', 'r.currency', (of) => of.fn.sum<number>('r.amount_minor').as('total_minor')])
    .where(inOrg(ctx, 'r'))
    .where('r.cycle_id', '=', cycleId)
    .where('s.person_id', '=', personId)
    .groupBy(['c.name', 'r.currency'])
    .executeTakeFirst();
  return row && { ...row, total_minor: Number(row.total_minor) };
}

/** What a paid cycle gives back by its current cuts and closures. */
export async function linesSoFar(
  ctx: Ctx,
  studentId: string,
  payment: { cycle: { starts_on: string; ends_on: string }; price_minor: number },
): Promise<RebateLine[]> {
  const days: DayRange = { from: payment.cycle.starts_on, to: payment.cycle.ends_on };
  const [cuts, closed, rules] = await Promise.all([
    activeCuts(ctx, studentId, days),
    closedDaysIn(ctx, days),
    rebateRules(ctx),
  ]);
  return rebateLines({ ...days, priceMinor: payment.price_minor }, cuts, closed, rules);
}

/** The inputs of the rebate rules: the settings, and which meals were served when. */
export async function rebateRules(ctx: Ctx): Promise<RebateRules> {
  const [{ rebate_percent, rebate_closures }, served] = await Promise.all([
    getSettings(ctx, messSettings),
    mealPeriods(ctx),
  ]);
  return { percent: rebate_percent, closures: rebate_closures, served };
}

/** The credited lines; null while the cycle's rebates are not credited. */
export async function creditedLines(ctx: Ctx, studentId: string, cycleId: string): Promise<RebateLine[] | null> {
  const [cycle, rows] = await Promise.all([
    ctx.db
      .selectFrom('mess_cycle')
      .select('rebates_credited_at')
      .where(inOrg(ctx))
      .where('id', '=', cycleId)
      .executeTakeFirstOrThrow(),
    ctx.db
      .selectFrom('mess_rebate')
      .select(['kind', 'meal_id', 'from_on', 'to_on', 'days', 'day_minor', 'amount_minor'])
      .where(inOrg(ctx))
      .where('student_id', '=', studentId)
      .where('cycle_id', '=', cycleId)
      .orderBy('from_on')
      .orderBy('id')
      .execute(),
  ]);
  if (!cycle.rebates_credited_at) return null;
  return rows.map((row) => ({
    kind: row.kind as RebateLine['kind'],
    mealId: row.meal_id,
    from: row.from_on,
    to: row.to_on,
    days: row.days,
    dayMinor: row.day_minor,
    amountMinor: row.amount_minor,
  }));
}
