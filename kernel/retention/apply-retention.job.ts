import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { applyRetention } from './apply-retention.ts';

/** Every night: the partitions of the months to come are made, and what is kept no longer goes. */
export const applyRetentionJob = defineJob({
  name: 'retention.apply',
  schema: Type.Object({}),
  cron: '20 3 * * *',
  timeoutSeconds: 3600,
  run: (ctx) => applyRetention(ctx),
});
