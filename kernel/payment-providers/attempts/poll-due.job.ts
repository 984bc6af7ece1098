import { Type } from 'typebox';
import { defineJob } from '../../jobs/index.ts';
import { pollDue } from './poll-due.ts';

export const pollDueJob = defineJob({
  name: 'payments.poll-due',
  schema: Type.Object({}),
  cron: '* * * * *',
  run: (ctx) => pollDue(ctx),
});
