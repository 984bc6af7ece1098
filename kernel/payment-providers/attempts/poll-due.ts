import type { Ctx } from '../../ctx/index.ts';
import { enterOrganization } from '../../db/index.ts';
import { enqueue } from '../../jobs/index.ts';
import { pollJob } from './poll.ts';

/** A poll that is later than this was lost with its process. */
const LATE_MS = 15_000;
/** For one organization in one minute. */
const MAX_AT_ONCE = 200;

/** Enqueues a poll for each overdue attempt; first finds the organizations that have any. */
export async function pollDue(ctx: Ctx): Promise<{ due: number }> {
  const before = new Date(ctx.clock.now().getTime() - LATE_MS);
  const organizations = await ctx.system
    .selectFrom('payment_attempt')
    .select('organization_id')
    .distinct()
    .where('next_poll_at', '<=', before)
    .execute();
  let due = 0;
  for (const { organization_id: id } of organizations) {
    const entered = await enterOrganization(ctx, { id });
    if (!entered) continue;
    const late = await entered.db
      .selectFrom('payment_attempt')
      .select('id')
      .where('organization_id', '=', id)
      .where('next_poll_at', '<=', before)
      .orderBy('next_poll_at')
      .limit(MAX_AT_ONCE)
      .execute();
    for (const attempt of late)
      await enqueue(entered, pollJob, { attemptId: attempt.id }, { singletonKey: attempt.id });
    due += late.length;
  }
  return { due };
}
