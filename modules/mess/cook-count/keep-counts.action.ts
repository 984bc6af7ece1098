import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { takeTurns } from '../locks.ts';
import { MEAL_COUNT } from '../names.ts';
import { countForKitchen } from './cook-count.query.ts';
import { countsDue } from './counts-due.query.ts';
import { countDays } from './meal-days.query.ts';

/**
 * Stores the counts that are due: how many came on finished days (the last week again, because phones upload late) and,
 * once cuts for tomorrow are final, how many will eat at each of its meals. A forecast never changes afterwards, so
 * that its error stays true. A second run finds nothing due.
 */
export async function keepCounts(ctx: Ctx): Promise<Result<{ counted: number; stored: number }>> {
  return transaction(ctx, async (tx) => {
    await takeTurns(tx, 'counts');
    const due = await countsDue(tx);
    const counted = due.count ? await countDays(tx, due.count) : [];
    if (counted.length > 0) await writeCounted(tx, counted);
    let stored = 0;
    for (const { day, meals } of due.toForecast) {
      const count = await countForKitchen(tx, day);
      if (!count.ok) return count;
      const rows = count.data.meals.filter(({ meal }) => meals.includes(meal.id));
      await tx.db
        .insertInto('mess_meal_count')
        .values(
          rows.map(({ meal, may_eat, count }) => ({
            organization_id: orgOf(tx).id,
            service_on: day,
            meal_id: meal.id,
            expected: may_eat,
            forecast: count,
            kept_at: tx.clock.now(),
          })),
        )
        // The row may exist: another process with a fast clock may have counted the day already.
        .onConflict((on) =>
          on.columns(['organization_id', 'service_on', 'meal_id']).doUpdateSet((of) => ({
            expected: of.ref('excluded.expected'),
            forecast: of.ref('excluded.forecast'),
            kept_at: of.ref('excluded.kept_at'),
          })),
        )
        .execute();
      stored += rows.length;
      await audit(tx, 'mess.count.kept', {
        subject: { type: MEAL_COUNT, id: day },
        after: { day, ...Object.fromEntries(rows.map(({ meal, count }) => [meal.code, count])) },
      });
    }
    return ok({ counted: counted.length, stored });
  });
}

type Counts = Awaited<ReturnType<typeof countDays>>;

async function writeCounted(tx: Ctx, counts: Counts): Promise<void> {
  if (counts.length === 0) return;
  await tx.db
    .insertInto('mess_meal_count')
    .values(
      counts.map(({ day, mealId, entitled, served }) => ({
        organization_id: orgOf(tx).id,
        service_on: day,
        meal_id: mealId,
        entitled,
        served,
        counted_at: tx.clock.now(),
      })),
    )
    .onConflict((on) =>
      on.columns(['organization_id', 'service_on', 'meal_id']).doUpdateSet((eb) => ({
        entitled: eb.ref('excluded.entitled'),
        served: eb.ref('excluded.served'),
        counted_at: eb.ref('excluded.counted_at'),
      })),
    )
    .execute();
}
