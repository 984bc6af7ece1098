import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { advanceRollout } from './advance-rollout.action.ts';

/** A machine said how it went, so that its rollout may go on before the next minute. */
export const advanceRolloutJob = defineJob({
  name: 'coffee.advance-rollout',
  schema: Type.Object({ rollout_id: Type.String() }),
  run: (ctx, { rollout_id }) => advanceRollout(ctx, rollout_id),
});
