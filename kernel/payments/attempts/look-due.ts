import type { Ctx } from '../../ctx/index.ts';
import { enterOrganization } from '../../db/index.ts';
import { enqueue } from '../../jobs/index.ts';
import { lookJob } from './look.ts';

/** Looks that are later than this were lost with the process that was to make them. */
const LATE_MS = 15_000;
/** For one organization in one minute. */
const AT_ONCE = 200;

/** Enqueues a look at each attempt whose time has passed; first asks which organizations have any. */
export async function lookAtDue(ctx: Ctx): Promise<{ due: number }> {
  const before = new Date(ctx.clock.now().getTime() - LATE_MS);
  const organizations = await ctx.system
    .selectFrom('payment_attempt')
    .select('organization_id')
    .distinct()
    .where('next_look_at', '<=', before)
    .execute();
  let due = 0;
  for (const { organization_id: id } of organizations) {
    const entered = await enterOrganization(ctx, { id });
    if (!entered) continue;
    const late = await entered.db
      .selectFrom('payment_attempt')
      .select('id')
      .where('organization_id', '=', id)
      .where('next_look_at', '<=', before)
      .orderBy('next_look_at')
      .limit(AT_ONCE)
      .execute();
    for (const attempt of late)
      await enqueue(entered, lookJob, { attemptId: attempt.id }, { singletonKey: attempt.id });
    due += late.length;
  }
  return { due };
}
