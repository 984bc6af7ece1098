import type { Ctx } from '../ctx/index.ts';
import { findOrganization } from '../db/index.ts';
import { enqueue } from '../jobs/index.ts';
import { timeOutJob } from './time-out.job.ts';

/** So that one run ends; the next goes on. */
const BATCH = 500;

/** Enqueues one job for each conversation whose question has waited too long. Works on all organizations through the unscoped connection. */
export async function sweepTimeouts(ctx: Ctx): Promise<number> {
  const due = await ctx.system
    .selectFrom('conversation_state as s')
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.organization_id', '=', 's.organization_id').onRef('c.id', '=', 's.conversation_id'),
    )
    .select(['s.organization_id', 's.conversation_id'])
    .where('s.expires_at', '<=', ctx.clock.now())
    // While a person of ours speaks there, nothing speaks in between; whoever hands it back hands it back as it was.
    .where('c.mode', '=', 'flow')
    .orderBy('s.expires_at')
    .limit(BATCH)
    .execute();
  const organizations = new Map<string, Ctx>();
  for (const { organization_id: id, conversation_id } of due) {
    if (!organizations.has(id)) {
      const organization = await findOrganization(ctx.system, { id });
      organizations.set(id, { ...ctx, organization, db: ctx.system });
    }
    const within = organizations.get(id) as Ctx;
    await enqueue(within, timeOutJob, { conversation_id }, { singletonKey: conversation_id });
  }
  return due.length;
}
