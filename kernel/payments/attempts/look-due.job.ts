import { Type } from 'typebox';
import { defineJob } from '../../jobs/index.ts';
import { lookAtDue } from './look-due.ts';

export const lookDueJob = defineJob({
  name: 'payments.look-due',
  schema: Type.Object({}),
  cron: '* * * * *',
  run: (ctx) => lookAtDue(ctx),
});
