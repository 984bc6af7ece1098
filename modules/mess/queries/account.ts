import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { creditOf } from '../actions/open-cycle-payment.ts';
import type { Account, CyclePayment, CycleRebates } from '../contract.ts';
import type { DayRange } from '../domain/days.ts';
import { type RebateLine, rebateLines, sumOf } from '../domain/rebates.ts';
import { messSettings } from '../settings.ts';
import { closedDaysIn } from './closures.ts';
import { activeCuts } from './cuts.ts';
import { paymentsOfStudent } from './payments.ts';

/**
 * What a student sees of their money: the cycles and what was paid for them, and what the paid ones give back, line by line; of a cycle whose
 * rebates are not credited yet, as it stands today.
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
  const payments = await paymentsOfStudent(ctx, studentId);
  const rebates: CycleRebates[] = [];
  for (const payment of payments) {
    if (payment.state !== 'verified') continue;
    const credited = await creditedLines(ctx, studentId, payment.cycle.id);
    const lines = credited ?? (await linesSoFar(ctx, studentId, payment));
    if (lines.length > 0) rebates.push(asRebates(payment, lines, credited !== null));
  }
  const credit_minor = await creditOf(ctx, studentId, currency, null);
  return ok({ credit: formatAmount(credit_minor, currency), credit_minor, currency, payments, rebates });
}

/** What a paid cycle gives back by the cuts and closures of now. */
export async function linesSoFar(
  ctx: Ctx,
  studentId: string,
  payment: Pick<CyclePayment, 'cycle' | 'price_minor'>,
): Promise<RebateLine[]> {
  const days: DayRange = { from: payment.cycle.starts_on, to: payment.cycle.ends_on };
  const { rebate_percent, rebate_closures } = await getSettings(ctx, messSettings);
  const [cuts, closed] = await Promise.all([activeCuts(ctx, studentId, days), closedDaysIn(ctx, days)]);
  return rebateLines({ ...days, priceMinor: payment.price_minor }, cuts, closed, {
    percent: rebate_percent,
    closures: rebate_closures,
  });
}

/** The lines that stand for good; null while the cycle's rebates are not credited. */
async function creditedLines(ctx: Ctx, studentId: string, cycleId: string): Promise<RebateLine[] | null> {
  const [cycle, rows] = await Promise.all([
    ctx.db
      .selectFrom('mess_cycle')
      .select('rebates_credited_at')
      .where('organization_id', '=', orgOf(ctx).id)
      .where('id', '=', cycleId)
      .executeTakeFirstOrThrow(),
    ctx.db
      .selectFrom('mess_rebate')
      .select(['kind', 'from_on', 'to_on', 'days', 'day_minor', 'amount_minor'])
      .where('organization_id', '=', orgOf(ctx).id)
      .where('student_id', '=', studentId)
      .where('cycle_id', '=', cycleId)
      .orderBy('from_on')
      .execute(),
  ]);
  if (!cycle.rebates_credited_at) return null;
  return rows.map((row) => ({
    kind: row.kind as RebateLine['kind'],
    from: row.from_on,
    to: row.to_on,
    days: row.days,
    dayMinor: row.day_minor,
    amountMinor: row.amount_minor,
  }));
}

function asRebates({ cycle, currency }: CyclePayment, lines: RebateLine[], credited: boolean): CycleRebates {
  const total_minor = sumOf(lines);
  return {
    cycle,
    credited,
    lines: lines.map(({ kind, from, to, days, dayMinor, amountMinor }) => ({
      kind,
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
