import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { notifyServed } from './notify-served.ts';

/** Says "Lunch, 12:41, gate 2" to those who were served and want to hear of it. */
export const notifyServedJob = defineJob({
  name: 'mess.notify-served',
  schema: Type.Object({}),
  run: (ctx, _data, progress) => notifyServed(ctx, progress),
});
