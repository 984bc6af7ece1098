import { sql } from 'kysely';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { sweep } from '../db/index.ts';
import { OPEN_STATES } from './task-state.ts';

/**
 * Ends tasks whose job no longer exists: when a worker dies in a job's last attempt, pg-boss fails the job, and no code
 * marks the task.
 */
export async function sweepTasks(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  await sweep(ctx, {
    async due() {
      const rows = await ctx.system
        .selectFrom('task')
        .select('organization_id as id')
        .distinct()
        .where('state', 'in', OPEN_STATES)
        .execute();
      return rows.map(({ id }) => id);
    },
    async step(inside) {
      // Raw, since pg-boss's tables are not among our types.
      await sql`
        update task t set state = 'failed', error = 'tasks.crashed', finished_at = ${now}, updated_at = ${now}
         where t.organization_id = ${orgOf(inside).id} and t.state in ('queued', 'running')
           and not exists (select from pgboss.job_common j
                            where j.name = t.kind and j.id = t.job_id and j.state in ('created', 'retry', 'active'))`.execute(
        inside.system,
      );
      return false;
    },
  });
}
