import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { afterCommit, transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { plusDays, wallTime } from '../calendar/days.rule.ts';
import { takeTurns } from '../locks.ts';
import { MEAL } from '../names.ts';
import type { Meal, MealInput } from './contract.ts';
import { firstDayOf, lastDayOf } from './meal-periods.rule.ts';
import { listMeals, mealsOf } from './meals.query.ts';
import { forgetMeals } from './meals-now.query.ts';
import { type MealWindow, overlappingMeals } from './slot.rule.ts';

/**
 * Sets meals and their windows; meals that are not in the input stay. A meal is never deleted, because services
 * reference it: it becomes inactive. Refuses with `mess.meal.overlap` and `mess.meal.no_time`.
 */
export async function saveMeals(ctx: Ctx, meals: MealInput[]): Promise<Result<Meal[]>> {
  return transaction(ctx, async (tx) => {
    await takeTurns(tx, 'meals');
    const present = await mealsOf(tx);
    const after = new Map(present.map((meal) => [meal.code, meal]));
    for (const meal of meals) {
      if (meal.starts === meal.ends) return refuse('mess.meal.no_time', undefined, { ends: 'mess.meal.no_time' });
      after.set(meal.code, { ...meal, id: after.get(meal.code)?.id ?? newId(tx.clock.now().getTime()) });
    }
    const both = overlappingMeals([...after.values()]);
    if (both) {
      const [first, second] = both.map(({ id }) => [...after.values()].find((meal) => meal.id === id)?.name ?? '');
      return refuse('mess.meal.overlap', { first: first ?? '', second: second ?? '' });
    }
    for (const { code } of meals) {
      const meal = after.get(code);
      if (!meal) continue;
      const before = present.find(({ id }) => id === meal.id);
      const { id, name, starts, ends, active } = meal;
      const values = { name: name.trim() || code, starts, ends, active };
      await tx.db
        .insertInto('mess_meal')
        .values({ organization_id: orgOf(tx).id, id, code, ...values, updated_at: tx.clock.now() })
        .onConflict((on) =>
          on.columns(['organization_id', 'id']).doUpdateSet({ ...values, updated_at: tx.clock.now() }),
        )
        .execute();
      if (active !== (before?.active ?? false)) await keepPeriod(tx, meal, before);
      await audit(tx, 'mess.meal.set', {
        subject: { type: MEAL, id },
        before: before && { name: before.name, starts: before.starts, ends: before.ends, active: before.active },
        after: { code, ...values },
      });
    }
    afterCommit(tx, () => forgetMeals(tx));
    return listMeals(tx);
  });
}

/**
 * Records the day from which, or until which, a meal is served after it was switched on or off, by its window; by the
 * old window for a meal that ends.
 */
async function keepPeriod(tx: Ctx, meal: MealWindow, before: MealWindow | undefined): Promise<void> {
  const now = wallTime(orgOf(tx).timeZone, tx.clock.now());
  const organization_id = orgOf(tx).id;
  const of = { organization_id, meal_id: meal.id };
  const latest = await tx.db
    .selectFrom('mess_meal_period')
    .select(['from_on', 'to_on'])
    .where(inOrg(tx))
    .where('meal_id', '=', meal.id)
    .orderBy('from_on', 'desc')
    .limit(1)
    .executeTakeFirst();
  const change = (from: string, to_on: string | null) =>
    tx.db
      .updateTable('mess_meal_period')
      .set({ to_on })
      .where(inOrg(tx))
      .where('meal_id', '=', meal.id)
      .where('from_on', '=', from)
      .execute();
  if (meal.active) {
    const from_on = firstDayOf(meal, now);
    // Switched off and on with no meal between: it was never away.
    if (latest?.to_on && from_on <= plusDays(latest.to_on, 1)) await change(latest.from_on, null);
    else if (!latest || latest.to_on)
      await tx.db
        .insertInto('mess_meal_period')
        .values({ ...of, from_on })
        .execute();
    return;
  }
  if (!latest || latest.to_on) return;
  const last = lastDayOf(before ?? meal, now);
  if (last >= latest.from_on) await change(latest.from_on, last);
  else {
    // Switched on and off before it was served once.
    await tx.db
      .deleteFrom('mess_meal_period')
      .where(inOrg(tx))
      .where('meal_id', '=', meal.id)
      .where('from_on', '=', latest.from_on)
      .execute();
  }
}
