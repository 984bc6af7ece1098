import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { sweepCodes } from './codes.ts';

/** Codes that have expired are refused anyway; this keeps the table small. */
export const sweepCodesJob = defineJob({
  name: 'portal.sweep_codes',
  schema: Type.Object({}),
  cron: '25 2 * * *',
  run: (ctx) => sweepCodes(ctx),
});
