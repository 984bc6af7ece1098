import { Type } from 'typebox';
import { transaction } from '../../../kernel/db/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { sayRebate } from '../actions/say-rebate.ts';

const Id = Type.String({ format: 'uuid' });

/** One student hears what a cycle gave back. */
export const sayRebateJob = defineJob({
  name: 'mess.say-rebate',
  schema: Type.Object({ cycle: Id, person: Id }),
  run: (ctx, { cycle, person }) =>
    transaction(ctx, async (tx) => {
      await sayRebate(tx, cycle, person);
      return ok(null);
    }),
});
