import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { forgetEvents } from './forget-events.ts';

export const forgetEventsJob = defineJob({
  name: 'inbox.prune',
  schema: Type.Object({}),
  cron: '20 2 * * *',
  run: (ctx) => forgetEvents(ctx),
});
