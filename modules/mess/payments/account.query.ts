import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { mealsOf } from '../meals/meals.query.ts';
import type { CycleRebates } from '../rebates/contract.ts';
import { creditedLines, linesSoFar } from '../rebates/rebates.query.ts';
import { type RebateLine, sumOf } from '../rebates/rebates.rule.ts';
import type { Account, CyclePayment } from './contract.ts';
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
    .where(inOrg(ctx))
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
