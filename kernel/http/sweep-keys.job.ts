import { Type } from 'typebox';
import type { JobDefinition } from '../jobs/index.ts';
import { sweepKeys } from './sweep-keys.ts';

/** Written without `defineJob`, because the jobs room stands on this one. */
export const sweepKeysJob: JobDefinition = {
  name: 'http.sweep',
  schema: Type.Object({}),
  cron: '50 2 * * *',
  run: (ctx) => sweepKeys(ctx),
};
