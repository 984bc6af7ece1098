import { Type } from 'typebox';
import { sweep } from '../../../kernel/db/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { dueMeters, dueOrganizations } from './due.query.ts';
import { endDue } from './end-purchase.action.ts';

/** Each minute: purchases end for which nothing came in time. */
export const sweepPurchasesJob = defineJob({
  name: 'electricity.sweep-purchases',
  schema: Type.Object({}),
  cron: '* * * * *',
  async run(ctx) {
    await sweep(ctx, {
      due: dueOrganizations,
      async step(inside) {
        const meters = await dueMeters(inside);
        for (const meter of meters) await endDue(inside, meter);
        return false;
      },
    });
  },
});
