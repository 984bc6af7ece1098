import { defineJob } from '../../../kernel/jobs/index.ts';
import { rolloutMayGoOn } from '../commands/contract.ts';
import { advanceRollout } from './advance-rollout.action.ts';

/** A machine said how it went, so that its rollout may go on before the next minute. */
export const advanceRolloutJob = defineJob({
  ...rolloutMayGoOn,
  run: (ctx, { rollout_id }) => advanceRollout(ctx, rollout_id),
});
