import { Type } from 'typebox';
import { defineJob } from '../../jobs/index.ts';
import { forgetUploads } from './uploads.ts';

/** What visitors of the web chat sent is forgotten here once it has become a file of the house. */
export const sweepUploads = defineJob({
  name: 'channels.sweep_uploads',
  schema: Type.Object({}),
  cron: '17 * * * *',
  run: (ctx) => forgetUploads(ctx),
});
