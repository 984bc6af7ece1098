import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { sendWaiting } from './send-waiting.ts';

export const sendWaitingJob = defineJob({
  name: 'imports.send',
  schema: Type.Object({ import: Type.String({ format: 'uuid' }) }),
  // A new attempt continues with the messages that still wait.
  retry: { limit: 5, firstSeconds: 2, longestSeconds: 60 },
  timeoutSeconds: 3600,
  run: (ctx, data, progress) => sendWaiting(ctx, data.import, progress),
});
