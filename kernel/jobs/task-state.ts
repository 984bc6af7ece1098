import { type Ctx, inOrg } from '../ctx/index.ts';
import { cleanJson } from '../lib/clean-text.ts';
import type { Boot } from '../module/index.ts';
import type { Envelope } from './envelope.ts';

/** Topic for changes of tasks: started, progressed, ended. */
export const TASK_TOPIC = 'task';

export const TASK_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type TaskState = (typeof TASK_STATES)[number];
/** A task that is not over. */
export const OPEN_STATES: TaskState[] = ['queued', 'running'];

/** Marks a task as running; false when it was cancelled before it began. */
export async function openTask(ctx: Ctx, id: string): Promise<boolean> {
  const now = ctx.clock.now();
  const { numUpdatedRows } = await ctx.db
    .updateTable('task')
    .set((eb) => ({ state: 'running', started_at: eb.fn.coalesce('started_at', eb.val(now)), updated_at: now }))
    .where(inOrg(ctx))
    .where('id', '=', id)
    .where('state', 'in', OPEN_STATES)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Ends a task; one that a person cancelled stays cancelled. */
export async function finishTask(
  boot: Boot,
  envelope: Envelope,
  id: string,
  end: { state: 'done'; result?: unknown } | { state: 'failed'; error: string },
): Promise<void> {
  const { organization: organizationId } = envelope;
  if (!organizationId) return;
  const now = boot.clock.now();
  await boot.database.system
    .updateTable('task')
    .set((eb) => ({
      state: end.state,
      result: end.state === 'done' && end.result !== undefined ? cleanJson(end.result) : null,
      error: end.state === 'failed' ? end.error : null,
      ...(end.state === 'done' && { done: eb.fn.coalesce('total', 'done') }),
      finished_at: now,
      updated_at: now,
    }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('state', 'in', OPEN_STATES)
    .execute();
  boot.services.realtime?.publish({ organizationId, topic: TASK_TOPIC, id });
}
