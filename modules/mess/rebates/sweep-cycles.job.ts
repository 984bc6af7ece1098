import { Type } from 'typebox';
import { sweep } from '../../../kernel/db/index.ts';
import { defineJob, enqueue } from '../../../kernel/jobs/index.ts';
import { creditRebatesJob } from './credit-rebates.job.ts';
import { cyclesOver, organizationsWithCyclesOver } from './cycles-over.query.ts';

/**
 * Runs each hour, because midnight differs by time zone; enqueues one job for each finished cycle, which credits its
 * rebates.
 */
export const sweepCyclesJob = defineJob({
  name: 'mess.sweep-cycles',
  schema: Type.Object({}),
  cron: '7 * * * *',
  async run(ctx) {
    await sweep(ctx, {
      due: organizationsWithCyclesOver,
      async step(inside) {
        for (const cycle of await cyclesOver(inside)) {
          await enqueue(inside, creditRebatesJob, { cycle }, { singletonKey: `cycle ${cycle}` });
        }
        return false;
      },
    });
  },
});
