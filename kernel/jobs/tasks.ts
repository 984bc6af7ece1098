import type { Static, TSchema } from 'typebox';
import { audit } from '../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { findPage, type PageQuery, transaction } from '../db/index.ts';
import { findText } from '../i18n/index.ts';
import { cleanJson } from '../lib/clean-text.ts';
import { newId } from '../lib/ids.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { publish } from '../realtime/index.ts';
import type { JobDefinition } from './define.ts';
import { OPEN_STATES, TASK_TOPIC, type TaskState } from './task-state.ts';

/** A long piece of work that a person waits for. */
export type Task = {
  id: string;
  kind: string;
  /** what it is, in the reader's language: `console.task.kind.<kind>` with the task's params */
  title: string;
  state: TaskState;
  done: number;
  total: number | null;
  note: string | null;
  /** what the job returned */
  result: unknown;
  error: string | null;
  /** the text for `error` */
  error_message: string | null;
  created_by: { type: string; id: string | null; name: string };
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
};

/**
 * Starts a job whose progress people watch: the row and the job are made in one transaction, the caller's if there is
 * one, so that no worker takes the job before its row is there. `params` fill the placeholders of the title, e.g. a
 * file's name; `id` is for work that has to know its own task. Returns the task's id.
 */
export async function startTask<S extends TSchema>(
  ctx: Ctx,
  job: JobDefinition<S>,
  data: Static<S>,
  options: { id?: string; params?: Record<string, string | number>; total?: number } = {},
): Promise<string> {
  const { id = newId() } = options;
  await transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const job_id = await tx.services.jobs.send(tx, job, data, { task: id });
    await tx.db
      .insertInto('task')
      .values({
        organization_id: orgOf(tx).id,
        id,
        kind: job.name,
        params: cleanJson(options.params ?? {}),
        total: options.total ?? null,
        job_id,
        created_by_kind: tx.actor.kind,
        created_by_id: tx.actor.id,
        created_by_name: tx.actor.name,
        created_at: now,
        updated_at: now,
      })
      .execute();
    publish(tx, TASK_TOPIC, id);
    return ok(id);
  });
  return id;
}

export type TaskFilter = { kind?: string; state?: string };

/** The organization's tasks, newest first. */
export async function listTasks(ctx: Ctx, input: PageQuery & { filter: TaskFilter }): Promise<Result<Task[]>> {
  let query = ctx.db.selectFrom('task').selectAll().where(inOrg(ctx));
  if (input.filter.kind) query = query.where('kind', '=', input.filter.kind);
  // `open`: tasks that have not ended
  if (input.filter.state === 'open') query = query.where('state', 'in', ['queued', 'running']);
  else if (input.filter.state) query = query.where('state', '=', input.filter.state);
  return findPage(query, 'id', input, (row) => toTask(ctx, row));
}

export async function getTask(ctx: Ctx, id: string): Promise<Result<Task>> {
  const row = await ctx.db.selectFrom('task').selectAll().where(inOrg(ctx)).where('id', '=', id).executeTakeFirst();
  return row ? ok(toTask(ctx, row)) : refuse('tasks.not_found');
}

/** Cancels a task that waits or runs; a running job notices at its next progress report. */
export async function cancelTask(ctx: Ctx, id: string): Promise<Result<Task>> {
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const cancelled = await tx.db
      .updateTable('task')
      .set({ state: 'cancelled', finished_at: now, updated_at: now })
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('state', 'in', OPEN_STATES)
      .returning('kind')
      .executeTakeFirst();
    if (cancelled) {
      await audit(tx, 'jobs.task.cancelled', { subject: { type: 'task', id }, after: { kind: cancelled.kind } });
      return getTask(tx, id);
    }
    const found = await getTask(tx, id);
    return found.ok ? refuse('tasks.over') : found;
  });
}

// biome-ignore lint/suspicious/noExplicitAny: the row's json columns
function toTask(ctx: Ctx, row: any): Task {
  return {
    id: row.id,
    kind: row.kind,
    title: findText(ctx, `console.task.kind.${row.kind}`, row.params) ?? row.kind,
    state: row.state,
    done: row.done,
    total: row.total,
    note: row.note,
    result: row.result,
    error: row.error,
    error_message: row.error && (findText(ctx, `errors.${row.error}`) ?? row.error),
    created_by: { type: row.created_by_kind, id: row.created_by_id, name: row.created_by_name },
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}
