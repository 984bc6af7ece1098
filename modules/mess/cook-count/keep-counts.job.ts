import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { keepCounts } from './keep-counts.action.ts';

/** Stores tomorrow's cook count and how many came on the days before. */
export const keepCountsJob = defineJob({
  name: 'mess.keep-counts',
  schema: Type.Object({}),
  run: (ctx) => keepCounts(ctx),
});
