import { Type } from 'typebox';
import { sweep } from '../../../kernel/db/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { askedOrganizations, askVending } from './ask-vending.action.ts';

/** Each minute: STS tokens that the vending service has not answered are asked for again. */
export const askVendingJob = defineJob({
  name: 'electricity.ask-vending',
  schema: Type.Object({}),
  cron: '* * * * *',
  async run(ctx) {
    await sweep(ctx, {
      due: askedOrganizations,
      async step(inside) {
        await askVending(inside);
        return false;
      },
    });
  },
});
