import { Type } from 'typebox';
import { sweep } from '../../../kernel/db/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { advanceRollouts, organizationsWithRollouts } from './advance-rollout.action.ts';

/** Each minute: rollouts that are under way. Whatever a process left undone is found here. */
export const sweepRolloutsJob = defineJob({
  name: 'coffee.sweep-rollouts',
  schema: Type.Object({}),
  cron: '* * * * *',
  run: (ctx) =>
    sweep(ctx, {
      due: organizationsWithRollouts,
      step: async (inside) => {
        await advanceRollouts(inside);
        return false;
      },
    }),
});
