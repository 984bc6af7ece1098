import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import type { DayRange } from '../calendar/days.rule.ts';
import { closedDaysIn } from '../closures/closures.query.ts';
import { activeCuts } from '../cuts/cuts.query.ts';
import { mealPeriods, mealsOf } from '../meals/meals.query.ts';
import type { Account, CycleRebates } from '../rebates/contract.ts';
import { type RebateLine, type RebateRules, rebateLines, sumOf } from '../rebates/rebates.rule.ts';
import { messSettings } from '../settings.ts';
import type { CyclePayment } from './contract.ts';
import { chargesOf, creditOf } from './owed.query.ts';
import { paymentsOfStudent } from './payments.query.ts';

/**
 * A student's account: the cycles and what was paid for them, and what the paid ones give back, line by line; for a
 * cycle whose rebates are not credited yet, as of today.
 */
export async function accountOf(ctx: Ctx, studentId: string): Promise<Result<Account>> {
  const known = await ctx.db
    .selectFrom('mess_student')
    .select('id')
    .where('organization_id', '=', orgOf(ctx).id)
    .where('id', '=', studentId)
    .executeTakeFirst();
  if (!known) return refuse('mess.student.not_found');
  const { currency } = orgOf(ctx);
  const [payments, meals] = await Promise.all([paymentsOfStudent(ctx, studentId), mealsOf(ctx)]);
  const names = new Map(meals.map(({ id, name }) => [id, name]));
  const rebates: CycleRebates[] = [];
  for (const payment of payments) {
    if (payment.state !== 'verified') continue;
    const credited = await creditedLines(ctx, studentId, payment.cycle.id);
    const lines = credited ?? (await linesSoFar(ctx, studentId, payment));
    if (lines.length > 0) rebates.push(asRebates(payment, lines, credited !== null, names));
  }
  const [credit_minor, charges_minor] = await Promise.all([
    creditOf(ctx, studentId, currency, null),
    chargesOf(ctx, studentId, currency, null),
  ]);
  const credit = formatAmount(credit_minor, currency);
  const charges = formatAmount(charges_minor, currency);
  return ok({ credit, credit_minor, charges, charges_minor, currency, payments, rebates });
}

/** What a paid cycle gives back by its current cuts and closures. */
export async function linesSoFar(
  ctx: Ctx,
  studentId: string,
  payment: Pick<CyclePayment, 'cycle' | 'price_minor'>,
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
      .where('organization_id', '=', orgOf(ctx).id)
      .where('id', '=', cycleId)
      .executeTakeFirstOrThrow(),
    ctx.db
      .selectFrom('mess_rebate')
      .select(['kind', 'meal_id', 'from_on', 'to_on', 'days', 'day_minor', 'amount_minor'])
      .where('organization_id', '=', orgOf(ctx).id)
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

function asRebates(
  { cycle, currency }: CyclePayment,
  lines: RebateLine[],
  credited: boolean,
  meals: Map<string, string>,
): CycleRebates {
  const total_minor = sumOf(lines);
  return {
    cycle,
    credited,
    lines: lines.map(({ kind, mealId, from, to, days, dayMinor, amountMinor }) => ({
      kind,
      meal: mealId && (meals.get(mealId) ?? null),
      from,
      to,
      days,
      day: formatAmount(dayMinor, currency),
      day_minor: dayMinor,
      amount: formatAmount(amountMinor, currency),
      amount_minor: amountMinor,
    })),
    total: formatAmount(total_minor, currency),
    total_minor,
    currency,
  };
}
