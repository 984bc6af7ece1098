import { Type } from 'typebox';
import { defineJob } from './define.ts';
import { sweepTasks } from './sweep-tasks.ts';

export const sweepTasksJob = defineJob({
  name: 'tasks.sweep',
  schema: Type.Object({}),
  cron: '* * * * *',
  run: (ctx) => sweepTasks(ctx),
});
