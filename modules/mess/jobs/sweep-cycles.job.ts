import { Type } from 'typebox';
import { enterOrganization } from '../../../kernel/db/index.ts';
import { defineJob, enqueue } from '../../../kernel/jobs/index.ts';
import { cyclesOver } from '../queries/cycles-over.ts';
import { creditRebatesJob } from './credit-rebates.job.ts';

/** Each hour, since midnight comes to each zone at its own: cycles that are over give back what wasn't eaten, one job each. */
export const sweepCyclesJob = defineJob({
  name: 'mess.sweep-cycles',
  schema: Type.Object({}),
  cron: '7 * * * *',
  async run(ctx) {
    for (const { organizationId, cycleId } of await cyclesOver(ctx)) {
      const inside = await enterOrganization(ctx, { id: organizationId });
      if (inside) await enqueue(inside, creditRebatesJob, { cycle: cycleId }, { singletonKey: `cycle ${cycleId}` });
    }
  },
});
