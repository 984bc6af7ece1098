import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { sweepFiles } from './sweep.ts';

/** Every quarter of an hour; one run takes 500 files of each sort, so a backlog goes in a day. */
export const sweepFilesJob = defineJob({
  name: 'files.sweep',
  schema: Type.Object({}),
  cron: '7,22,37,52 * * * *',
  run: (ctx) => sweepFiles(ctx),
});
