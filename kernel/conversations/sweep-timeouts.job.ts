import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { sweepTimeouts } from './sweep-timeouts.ts';

/** Every minute, because flows give their timeouts in minutes. */
export const sweepTimeoutsJob = defineJob({
  name: 'conversations.sweep-timeouts',
  schema: Type.Object({}),
  cron: '* * * * *',
  run: (ctx) => sweepTimeouts(ctx),
});
