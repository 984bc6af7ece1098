import { Type } from 'typebox';
import { defineJob } from '../../jobs/index.ts';
import { forgetMediaUse } from '../media-quota.ts';
import { forgetUploads } from './uploads.ts';

/** What visitors of the web chat sent and nobody worked off, and what was counted of all channels' pictures days ago. */
export const sweepUploads = defineJob({
  name: 'channels.sweep_uploads',
  schema: Type.Object({}),
  cron: '17 * * * *',
  async run(ctx) {
    await Promise.all([forgetUploads(ctx), forgetMediaUse(ctx)]);
  },
});
