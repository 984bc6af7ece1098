import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { publishHeads } from './publish-heads.ts';

/** Once a day, at an hour when little happens. */
export const publishHeadsJob = defineJob({
  name: 'audit_heads.publish',
  schema: Type.Object({}),
  cron: '17 4 * * *',
  run: (ctx) => publishHeads(ctx),
});
