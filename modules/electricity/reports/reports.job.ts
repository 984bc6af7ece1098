import { Type } from 'typebox';
import { sweep } from '../../../kernel/db/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { withMembers } from './report.query.ts';
import { sendReports } from './send-reports.action.ts';

/** Each hour: it is the first of a month in one zone before it is in another. */
export const reportsJob = defineJob({
  name: 'electricity.reports',
  schema: Type.Object({}),
  cron: '3 * * * *',
  run: (ctx) => sweep(ctx, { due: withMembers, step: sendReports }),
});
