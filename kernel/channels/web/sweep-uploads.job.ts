import { Type } from 'typebox';
import { defineJob } from '../../jobs/index.ts';

/** Longer than any event is tried; after that the file is in the files room, or will never be. */
const KEEP_MS = 24 * 3600 * 1000;

/** Forgets what visitors of the web chat sent, once it has become a file of the house. */
export const sweepUploads = defineJob({
  name: 'channels.sweep_uploads',
  schema: Type.Object({}),
  cron: '17 * * * *',
  async run(ctx) {
    const before = new Date(ctx.clock.now().getTime() - KEEP_MS);
    await ctx.system.deleteFrom('web_chat_upload').where('received_at', '<', before).execute();
  },
});
