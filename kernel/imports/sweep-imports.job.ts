import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { sweepImports } from './sweep-imports.ts';

export const sweepImportsJob = defineJob({
  name: 'imports.sweep',
  schema: Type.Object({}),
  cron: '41 3 * * *',
  run: (ctx) => sweepImports(ctx),
});
