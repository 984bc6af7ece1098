import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { tellServed } from '../door/tell-served.ts';

/** Says "Lunch, 12:41, gate 2" to those who were served and want to hear of it. */
export const tellServedJob = defineJob({
  name: 'mess.tell-served',
  schema: Type.Object({}),
  run: (ctx, _data, progress) => tellServed(ctx, progress),
});
