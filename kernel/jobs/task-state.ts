import { sql } from 'kysely';
import type { Ctx } from '../ctx/index.ts';
import { cleanJson } from '../lib/clean-text.ts';
import type { Boot } from '../module/index.ts';
import type { Envelope } from './envelope.ts';

/** Topic for changes of tasks: started, progressed, ended. */
export const TASK_TOPIC = 'task';

export const TASK_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** Marks a task as running; false when it was cancelled before it began. */
export async function openTask(ctx: Ctx, id: string): Promise<boolean> {
  const now = ctx.clock.now();
  const { rows } = await sql`
    update task set state = 'running', started_at = coalesce(started_at, ${now}), updated_at = ${now}
     where organization_id = ${ctx.organization?.id} and id = ${id} and state in ('queued', 'running') returning id`.execute(
    ctx.db,
  );
  return rows.length > 0;
}

/** Ends a task; one that a person cancelled stays cancelled. */
export async function finishTask(
  boot: Boot,
  envelope: Envelope,
  id: string,
  end: { state: 'done'; result?: unknown } | { state: 'failed'; error: string },
): Promise<void> {
  const now = boot.clock.now();
  const result = end.state === 'done' && end.result !== undefined ? cleanJson(end.result) : null;
  const error = end.state === 'failed' ? end.error : null;
  await sql`
    update task set state = ${end.state}, result = ${result}::jsonb, error = ${error},
           done = case when ${end.state} = 'done' then coalesce(total, done) else done end,
           finished_at = ${now}, updated_at = ${now}
     where organization_id = ${envelope.organization} and id = ${id} and state in ('queued', 'running')`.execute(
    boot.database.system,
  );
  const { organization: organizationId } = envelope;
  if (organizationId) boot.services.realtime?.publish({ organizationId, topic: TASK_TOPIC, id });
}
