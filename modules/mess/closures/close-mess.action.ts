import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { daysIn, plusDays } from '../calendar/days.rule.ts';
import { todayOf } from '../cycles/cycles.query.ts';
import { mealByCode } from '../meals/meals.query.ts';
import { CLOSURE } from '../names.ts';
import { closureAudience } from '../students/audience.query.ts';
import { broadcastClosureJob } from './broadcast-closure.job.ts';
import { getClosure } from './closures.query.ts';
import type { Closure, ClosureInput } from './contract.ts';

/** Longer than any holidays, so that a mistyped year is refused. */
const MAX_DAYS = 180;

/**
 * Closes the mess for one day or many, for one meal or all, and notifies the affected students by chat. Cuts on days
 * without any meal are swallowed: those days count as closed. Today may be closed, because a kitchen can break down at
 * any time.
 *
 * Refusals: `mess.closure.` `dates_reversed`, `too_long`, `already_over`, `reason_blank`; `mess.meal.not_found`.
 */
export async function closeMess(ctx: Ctx, input: ClosureInput): Promise<Result<Closure & { notified: number }>> {
  const { from, to = from } = input;
  const reason = input.reason.trim();
  if (!reason) return refuse('mess.closure.reason_blank', undefined, { reason: 'mess.closure.reason_blank' });
  if (to < from) return refuse('mess.closure.dates_reversed', undefined, { to: 'mess.closure.dates_reversed' });
  if (daysIn({ from, to }) > MAX_DAYS) return refuse('mess.closure.too_long', { days: MAX_DAYS });
  if (from < todayOf(ctx)) return refuse('mess.closure.already_over');
  return transaction(ctx, async (tx) => {
    const meal = input.meal ? await mealByCode(tx, input.meal) : null;
    if (input.meal && !meal) return refuse('mess.meal.not_found');
    const now = tx.clock.now();
    const id = newId(now.getTime());
    await tx.db
      .insertInto('mess_closure')
      .values({
        organization_id: orgOf(tx).id,
        id,
        from_on: from,
        to_on: to,
        meal_id: meal?.id ?? null,
        reason,
        created_by_name: tx.actor.name,
        created_at: now,
      })
      .execute();
    await audit(tx, 'mess.closure.made', {
      subject: { type: CLOSURE, id },
      after: { from, to, meal: input.meal ?? null, reason },
    });
    const notified = (await closureAudience(tx, { from, to })).length;
    if (notified > 0) await enqueue(tx, broadcastClosureJob, { closure: id, notice: 'closed' });
    const made = await getClosure(tx, id);
    return made.ok ? ok({ ...made.data, notified }) : made;
  });
}

/**
 * Ends a closure earlier than planned: the days after `to` are open again, and the affected students are notified.
 * Today and past days stay closed.
 *
 * Refusals: `mess.closure.` `not_found`, `already_cancelled`, `already_over`, `dates_reversed` (before its first day),
 * `not_shorter`, `days_over` (before today).
 */
export async function shortenClosure(
  ctx: Ctx,
  id: string,
  to: string,
): Promise<Result<Closure & { notified: number }>> {
  return transaction(ctx, async (tx) => {
    const row = await lockClosure(tx, id);
    if (!row) return refuse('mess.closure.not_found');
    if (row.cancelled_at) return refuse('mess.closure.already_cancelled');
    const today = todayOf(tx);
    if (row.to_on <= today) return refuse('mess.closure.already_over');
    if (to >= row.to_on) return refuse('mess.closure.not_shorter', undefined, { to: 'mess.closure.not_shorter' });
    if (to < row.from_on)
      return refuse('mess.closure.dates_reversed', undefined, { to: 'mess.closure.dates_reversed' });
    if (to < today) return refuse('mess.closure.days_over', undefined, { to: 'mess.closure.days_over' });
    await tx.db.updateTable('mess_closure').set({ to_on: to }).where(inOrg(tx)).where('id', '=', id).execute();
    await audit(tx, 'mess.closure.shortened', {
      subject: { type: CLOSURE, id },
      before: { from: row.from_on, to: row.to_on },
      after: { from: row.from_on, to },
    });
    const days = { from: plusDays(to, 1), to: row.to_on };
    const notified = (await closureAudience(tx, days)).length;
    if (notified > 0) await enqueue(tx, broadcastClosureJob, { closure: id, notice: 'open', days });
    const shortened = await getClosure(tx, id);
    return shortened.ok ? ok({ ...shortened.data, notified }) : shortened;
  });
}

function lockClosure(tx: Ctx, id: string) {
  return tx.db
    .selectFrom('mess_closure')
    .select(['from_on', 'to_on', 'cancelled_at'])
    .where(inOrg(tx))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/**
 * Cancels a closure before it begins and notifies the affected students. Refuses with `mess.closure.not_found`,
 * `already_cancelled`, `has_begun` (then it can be shortened) and `already_over`.
 */
export async function reopenMess(ctx: Ctx, id: string): Promise<Result<Closure>> {
  return transaction(ctx, async (tx) => {
    const row = await lockClosure(tx, id);
    if (!row) return refuse('mess.closure.not_found');
    if (row.cancelled_at) return refuse('mess.closure.already_cancelled');
    // A closure that has begun is already in the rebates. Its remaining days can still be removed by shortening it.
    if (row.to_on <= todayOf(tx)) return refuse('mess.closure.already_over');
    if (row.from_on <= todayOf(tx)) return refuse('mess.closure.has_begun');
    await tx.db
      .updateTable('mess_closure')
      .set({ cancelled_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    await audit(tx, 'mess.closure.cancelled', {
      subject: { type: CLOSURE, id },
      before: { from: row.from_on, to: row.to_on },
    });
    await enqueue(tx, broadcastClosureJob, { closure: id, notice: 'open' });
    return getClosure(tx, id);
  });
}
