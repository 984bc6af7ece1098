import { sql } from 'kysely';
import type { Ctx } from '../ctx/index.ts';

/**
 * Ends tasks whose job is no more: when a worker dies in a job's last attempt, pg-boss fails the job, and nobody is left
 * to say so on the task.
 */
export async function sweepTasks(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  await sql`
    update task t set state = 'failed', error = 'tasks.crashed', finished_at = ${now}, updated_at = ${now}
     where t.state in ('queued', 'running')
       and not exists (select from pgboss.job_common j
                        where j.name = t.kind and j.id = t.job_id and j.state in ('created', 'retry', 'active'))`.execute(
    ctx.system,
  );
}
