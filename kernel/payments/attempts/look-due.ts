import { type Ctx, orgOf } from '../../ctx/index.ts';
import { sweep } from '../../db/index.ts';
import { enqueue } from '../../jobs/index.ts';
import { lookJob } from './look.ts';

/** Looks that are later than this were lost with the process that was to make them. */
const LATE_MS = 15_000;
/** For one organization in one minute. */
const AT_ONCE = 200;

/** Enqueues a look at each attempt whose time has passed; first asks which organizations have any. */
export async function lookAtDue(ctx: Ctx): Promise<{ due: number }> {
  const before = new Date(ctx.clock.now().getTime() - LATE_MS);
  let due = 0;
  await sweep(ctx, {
    async due() {
      const rows = await ctx.system
        .selectFrom('payment_attempt')
        .select('organization_id as id')
        .distinct()
        .where('next_look_at', '<=', before)
        .execute();
      return rows.map(({ id }) => id);
    },
    async step(inside) {
      const late = await inside.db
        .selectFrom('payment_attempt')
        .select('id')
        .where('organization_id', '=', orgOf(inside).id)
        .where('next_look_at', '<=', before)
        .orderBy('next_look_at')
        .limit(AT_ONCE)
        .execute();
      for (const { id } of late) await enqueue(inside, lookJob, { attemptId: id }, { singletonKey: id });
      due += late.length;
      return false;
    },
  });
  return { due };
}
