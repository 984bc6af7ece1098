import { Type } from 'typebox';
import { defineJob } from '../../jobs/index.ts';
import { forgetRows } from '../forget-rows.ts';

export const forgetRowsJob = defineJob({
  name: 'mirror.prune',
  schema: Type.Object({}),
  cron: '30 2 * * *',
  run: (ctx) => forgetRows(ctx),
});
