import { Type } from 'typebox';
import { sweep } from '../../../kernel/db/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { organizationsToTell, sendNotices } from './send-notices.action.ts';
import { organizationsWithMachines, watchMachines } from './watch-machines.action.ts';

/** Each minute: machines that are gone, and sales that are unusual. */
export const watchJob = defineJob({
  name: 'coffee.watch',
  schema: Type.Object({}),
  cron: '* * * * *',
  run: (ctx) => sweep(ctx, { due: organizationsWithMachines, step: watchMachines }),
});

/** Each minute: tells people what is due, the organizations in turns. */
export const noticesJob = defineJob({
  name: 'coffee.notices',
  schema: Type.Object({}),
  cron: '* * * * *',
  run: (ctx) => sweep(ctx, { due: organizationsToTell, step: sendNotices }),
});
