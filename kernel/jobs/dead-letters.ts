import { sql } from 'kysely';
import { fromKysely } from 'pg-boss';
import { audit } from '../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { DEAD_LETTERS } from './define.ts';
import type { Envelope } from './envelope.ts';

type Letter = { id: string; source_name: string; source_root_id: string; data: Envelope };

/** Puts a dead letter back into its queue, with all its attempts. */
export async function retryJob(ctx: Ctx, id: string): Promise<Result<{ id: string }>> {
  return withLetter(ctx, id, async (tx, letter) => {
    const { boss } = tx.services.jobs;
    const moved = await boss.redrive(DEAD_LETTERS, { ids: [id], db: fromKysely(tx.db as never) });
    // Its queue is gone, or an equal job already waits.
    if (moved === 0) return refuse('jobs.not_retried');
    // Raw SQL: pg-boss's tables are not among our types.
    const { rows } = await sql<{ id: string }>`
      select id from pgboss.job_common where source_root_id = ${letter.source_root_id} and name = ${letter.source_name}
       order by created_on desc limit 1`.execute(tx.db);
    const again = rows[0]?.id as string;
    if (letter.data?.task) {
      await tx.db
        .updateTable('task')
        .set({ state: 'queued', error: null, finished_at: null, job_id: again, updated_at: tx.clock.now() })
        .where(inOrg(tx))
        .where('id', '=', letter.data.task)
        .where('state', '=', 'failed')
        .execute();
    }
    await audit(tx, 'jobs.retried', { subject: { type: 'job', id }, after: { name: letter.source_name } });
    return ok({ id: again });
  });
}

/** Discards a dead letter: a person decided that the work is not done. */
export async function discardJob(ctx: Ctx, id: string): Promise<Result<{ id: string }>> {
  return withLetter(ctx, id, async (tx, letter) => {
    await tx.services.jobs.boss.deleteJob(DEAD_LETTERS, id, { db: fromKysely(tx.db as never) });
    await audit(tx, 'jobs.discarded', { subject: { type: 'job', id }, before: { name: letter.source_name } });
    return ok({ id });
  });
}

/**
 * Changes one of the organization's dead letters with the rights of the queue's owner: requests may add jobs, but not
 * move or remove them. First it locks the letter and checks that it belongs to the organization.
 */
function withLetter<T>(
  ctx: Ctx,
  id: string,
  work: (tx: Ctx, letter: Letter) => Promise<Result<T>>,
): Promise<Result<T>> {
  return transaction({ ...ctx, db: ctx.system, inTransaction: false }, async (tx) => {
    const { rows } = await sql<Letter>`
      select id, source_name, source_root_id, data from pgboss.job_common
       where name = ${DEAD_LETTERS} and state = 'created' and id = ${id} and group_id = ${orgOf(ctx).id} for update`.execute(
      tx.db,
    );
    return rows[0] ? work(tx, rows[0]) : refuse('jobs.not_found');
  });
}
