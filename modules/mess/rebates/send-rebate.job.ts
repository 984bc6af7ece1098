import { Type } from 'typebox';
import { transaction } from '../../../kernel/db/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { sendRebate } from './send-rebate.action.ts';

const Id = Type.String({ format: 'uuid' });

/** Notifies one student of their rebate for a cycle. */
export const sendRebateJob = defineJob({
  name: 'mess.send-rebate',
  schema: Type.Object({ cycle: Id, person: Id }),
  run: (ctx, { cycle, person }) =>
    transaction(ctx, async (tx) => {
      await sendRebate(tx, cycle, person);
      return ok(null);
    }),
});
