import type { Figure } from '../../kernel/module/index.ts';
import { servedByMeal } from './cook-count/meal-days.query.ts';
import { todayOf } from './cycles/cycles.query.ts';

/** What a mess counts of the day. */
export const figures: Figure[] = [
  {
    kind: 'mess.served',
    permission: 'mess.read',
    to: '/',
    async read(ctx) {
      const today = todayOf(ctx);
      const served = await servedByMeal(ctx, { from: today, to: today });
      return [{ count: [...served.values()].reduce((sum, one) => sum + one, 0) }];
    },
  },
];
