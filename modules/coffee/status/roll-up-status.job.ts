import { Type } from 'typebox';
import { sweep } from '../../../kernel/db/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { endOfHours, organizationsWithHours, rollUpHours } from './roll-up-status.action.ts';

/** Each hour, when the hour before is surely complete: what machines reported, by the hour. */
export const rollUpStatusJob = defineJob({
  name: 'coffee.roll-up-status',
  schema: Type.Object({}),
  cron: '13 * * * *',
  run: (ctx) => {
    const until = endOfHours(ctx.clock.now());
    return sweep(ctx, { due: () => organizationsWithHours(ctx, until), step: (inside) => rollUpHours(inside, until) });
  },
});
