import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { sweepAuth } from './actions/sweep.action.ts';

/** Nightly is enough: expired rows are refused anyway, and the job only keeps the tables small. */
export const sweepAuthJob = defineJob({
  name: 'auth.sweep',
  schema: Type.Object({}),
  cron: '20 2 * * *',
  run: (ctx) => sweepAuth(ctx),
});
