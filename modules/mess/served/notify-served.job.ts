import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { notifyServed } from './notify-served.ts';

/** Sends "Lunch, 12:41, gate 2" to students who were served and want such messages. */
export const notifyServedJob = defineJob({
  name: 'mess.notify-served',
  schema: Type.Object({}),
  run: (ctx, _data, progress) => notifyServed(ctx, progress),
});
