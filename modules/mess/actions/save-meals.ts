import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { afterCommit, transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Meal, MealInput } from '../contract.ts';
import { overlappingMeals } from '../domain/slot.ts';
import { forgetMeals } from '../door/meals.ts';
import { MEAL } from '../names.ts';
import { listMeals, mealsOf } from '../queries/meals.ts';
import { takeTurns } from '../records/lock.ts';

/**
 * Sets meals and their windows; those that are not named stay. A meal is never removed, for services name it: it is made inactive.
 * Refuses with `mess.meal.overlap` and `mess.meal.no_time`.
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
