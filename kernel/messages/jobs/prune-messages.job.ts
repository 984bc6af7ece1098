import { Type } from 'typebox';
import { defineJob } from '../../jobs/index.ts';
import { forgetMessages } from '../actions/forget-messages.ts';

export const pruneMessages = defineJob({
  name: 'messages.prune',
  schema: Type.Object({}),
  cron: '10 2 * * *',
  run: (ctx) => forgetMessages(ctx),
});
