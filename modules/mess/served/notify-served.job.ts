import { Type } from 'typebox';
import { type Ctx, orgOf, type Services } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { defineJob, enqueue } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { notifyServed } from './notify-served.action.ts';

/** Sends "Lunch, 12:41, gate 2" to students who were served and want such messages. */
export const notifyServedJob = defineJob({
  name: 'mess.notify-served',
  schema: Type.Object({}),
  run: (ctx, _data, progress) => notifyServed(ctx, progress),
});

/**
 * Seconds until the job runs. It is more than the pause below, so the job sees everything that was written since it was
 * enqueued.
 */
const AFTER_SECONDS = 2;

const PAUSE_MS = 1000;

const running = new WeakMap<Services, Map<string, number>>();

/**
 * Enqueues one job a second for all messages about meals. The services are the list of recipients and are written with
 * the scan. If this process dies first, the sweep of the next minute finds them.
 */
export function notifySoon(ctx: Ctx): void {
  const asked = running.get(ctx.services) ?? new Map<string, number>();
  running.set(ctx.services, asked);
  const { id } = orgOf(ctx);
  const before = asked.get(id);
  if (before !== undefined && performance.now() - before < PAUSE_MS) return;
  asked.set(id, performance.now());
  transaction(ctx, async (tx) =>
    ok(await enqueue(tx, notifyServedJob, {}, { after: AFTER_SECONDS, singletonKey: 'notify' })),
  ).catch((error) => ctx.log.warn({ err: error }, 'students hear of their meal with the next sweep'));
}
