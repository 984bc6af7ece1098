import { Type } from 'typebox';
import { sweep } from '../../../kernel/db/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { endDueCommands, organizationsWithDue } from './sweep-commands.action.ts';

/** Each minute: commands of which nothing was heard in time. */
export const sweepCommandsJob = defineJob({
  name: 'coffee.sweep-commands',
  schema: Type.Object({}),
  cron: '* * * * *',
  run: (ctx) => sweep(ctx, { due: organizationsWithDue, step: endDueCommands }),
});
