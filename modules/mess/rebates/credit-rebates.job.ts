import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { creditRebates } from './credit-rebates.action.ts';

/** Credits a finished cycle's rebates; does nothing if a person did it before. */
export const creditRebatesJob = defineJob({
  name: 'mess.credit-rebates',
  schema: Type.Object({ cycle: Type.String({ format: 'uuid' }) }),
  async run(ctx, { cycle }) {
    const credited = await creditRebates(ctx, cycle);
    const settled =
      credited.ok || credited.code === 'mess.cycle.already_credited' || credited.code === 'mess.cycle.not_found';
    return settled ? ok(credited.ok ? credited.data : null) : credited;
  },
});
