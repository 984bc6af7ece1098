import { Type } from 'typebox';
import { sweep } from '../db/index.ts';
import { defineJob } from '../jobs/index.ts';
import { organizationsWithDigest, sendDigest } from './send-digests.action.ts';

/** Every quarter of an hour: it is morning somewhere, and zones lie a quarter apart. */
export const digestJob = defineJob({
  name: 'waiting.digest',
  schema: Type.Object({}),
  cron: '*/15 * * * *',
  run: (ctx) => sweep(ctx, { due: organizationsWithDigest, step: sendDigest }),
});
