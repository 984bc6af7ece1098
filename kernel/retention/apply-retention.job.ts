import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { applyRetention } from './apply-retention.ts';

/** Every night: makes the partitions of the coming months and deletes expired rows. */
export const applyRetentionJob = defineJob({
  name: 'retention.apply',
  schema: Type.Object({}),
  cron: '20 3 * * *',
  timeoutSeconds: 3600,
  run: (ctx) => applyRetention(ctx),
});
