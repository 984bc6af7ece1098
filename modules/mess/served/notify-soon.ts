import { type Ctx, orgOf, type Services } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { notifyServedJob } from './notify-served.job.ts';

/** Seconds until the job runs, more than the pause below: so it sees whatever was written since it was asked for. */
const AFTER_SECONDS = 2;
const PAUSE_MS = 1000;
const running = new WeakMap<Services, Map<string, number>>();

/**
 * Sees to it that students hear of their meal in a moment: one job for all of a second, since the services themselves
 * are the list of whom to tell, written with the scan. When this process dies before, the sweep of the next minute
 * finds them.
 */
export function notifySoon(ctx: Ctx): void {
  const asked = running.get(ctx.services) ?? new Map<string, number>();
  running.set(ctx.services, asked);
  const { id } = orgOf(ctx);
  const before = asked.get(id);
  if (before !== undefined && performance.now() - before < PAUSE_MS) return;
  asked.set(id, performance.now());
  transaction(ctx, async (tx) =>
    ok(await enqueue(tx, notifyServedJob, {}, { after: AFTER_SECONDS, singletonKey: 'tell' })),
  ).catch((error) => ctx.log.warn({ err: error }, 'students hear of their meal with the next sweep'));
}
