import { type Ctx, inOrg } from '../ctx/index.ts';
import { publish } from '../realtime/index.ts';
import { OPEN_STATES, TASK_TOPIC } from './task-state.ts';

/**
 * Reports the progress of a long job. Cheap: a job may call it for every row; it writes a few times a second at most.
 * Throws when the task was cancelled.
 */
export type Progress = {
  (done: number, total?: number, note?: string): void;
  /** aborted when a person cancels the task, the worker stops, or another worker took the job over */
  readonly signal: AbortSignal;
};

/** Thrown in a job whose task a person cancelled. */
export class TaskCancelled extends Error {
  constructor() {
    super('the task was cancelled');
  }
}

const WRITE_EVERY_MS = 400;

export type TaskProgress = { progress: Progress; flush(): Promise<void> };

/** The progress of a task's job: writes to the task's row and reads from it whether a person cancelled the task. */
export function taskProgress(ctx: Ctx, task: string | undefined, claim: AbortSignal): TaskProgress {
  const cancel = new AbortController();
  const signal = AbortSignal.any([claim, cancel.signal]);
  let latest: { done: number; total?: number; note?: string } | null = null;
  let writing: Promise<void> | null = null;
  let lastWrite = 0;

  const write = async () => {
    const now = latest;
    if (!now || !task) return;
    latest = null;
    lastWrite = performance.now();
    const { done, total, note } = now;
    const { numUpdatedRows } = await ctx.db
      .updateTable('task')
      // A total or note stays when the next write comes without one.
      .set({
        done,
        ...(total !== undefined && { total }),
        ...(note !== undefined && { note }),
        updated_at: ctx.clock.now(),
      })
      .where(inOrg(ctx))
      .where('id', '=', task)
      .where('state', 'in', OPEN_STATES)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) cancel.abort(new TaskCancelled());
    else publish(ctx, TASK_TOPIC, task);
  };
  const progress = (done: number, total?: number, note?: string) => {
    signal.throwIfAborted();
    latest = { done, total: total ?? latest?.total, note: note ?? latest?.note };
    if (writing || performance.now() - lastWrite < WRITE_EVERY_MS) return;
    writing = write()
      .catch((error) => ctx.log.warn({ err: error }, "a task's progress could not be written"))
      .finally(() => {
        writing = null;
      });
  };
  return {
    progress: Object.assign(progress, { signal }),
    async flush() {
      await writing;
      await write();
    },
  };
}
