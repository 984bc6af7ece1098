import type { JobWithMetadata } from 'pg-boss';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Boot } from '../module/index.ts';
import type { JobDefinition } from './define.ts';
import { type Envelope, openEnvelope } from './envelope.ts';
import { TaskCancelled, taskProgress } from './progress.ts';
import { finishTask, openTask } from './task-state.ts';

/** `deadletter`: failed for good, even with attempts left. */
export type Outcome = { status: 'completed' | 'failed' | 'deadletter'; output?: object };

/** Runs one attempt of a job and returns the outcome. Never throws. */
export async function runJob(
  boot: Boot,
  job: JobDefinition<TSchema>,
  fetched: JobWithMetadata<Envelope>,
): Promise<Outcome> {
  const started = performance.now();
  const outcome = await attempt(boot, job, fetched);
  const seconds = (performance.now() - started) / 1000;
  boot.services.metrics?.jobs.observe({ job: job.name, outcome: outcome.status }, seconds);
  return outcome;
}

async function attempt(boot: Boot, job: JobDefinition, fetched: JobWithMetadata<Envelope>): Promise<Outcome> {
  const envelope = fetched.data;
  // The request that enqueued it, so that its lines are found together.
  const log = { reqId: envelope?.request, job: job.name, jobId: fetched.id, attempt: fetched.retryCount + 1 };
  const lastAttempt = fetched.retryCount >= fetched.retryLimit;
  let task: string | undefined;
  try {
    const ctx = await openEnvelope(boot, job.name, envelope);
    // The organization was removed, so there is nothing to do.
    if (!ctx) return { status: 'completed', output: { skipped: 'no organization' } };
    task = envelope?.task;
    const data = envelope?.actor ? envelope.data : {};
    if (!Value.Check(job.schema, data))
      return final(boot, fetched, task, 'jobs.malformed', 'its data does not fit the schema');
    if (task && !(await openTask(ctx, task))) return { status: 'completed', output: { skipped: 'cancelled' } };
    const { progress, flush } = taskProgress(ctx, task, fetched.signal ?? new AbortController().signal);
    const result = await job.run(ctx, data, progress).finally(flush);
    if (isRefusal(result)) {
      boot.log.warn({ ...log, code: result.code }, 'a job was refused');
      return final(boot, fetched, task, result.code, result.code);
    }
    if (task)
      await finishTask(boot, envelope, task, { state: 'done', result: (result as { data?: unknown })?.data ?? result });
    return { status: 'completed' };
  } catch (error) {
    if (error instanceof TaskCancelled) return { status: 'completed', output: { cancelled: true } };
    boot.log[lastAttempt ? 'error' : 'warn'](
      { ...log, err: error },
      lastAttempt ? 'a job failed for good' : 'a job failed',
    );
    if (task && lastAttempt)
      await finishTask(boot, envelope, task, { state: 'failed', error: 'tasks.crashed' }).catch(() => {});
    return { status: 'failed', output: describe(error) };
  }
}

async function final(
  boot: Boot,
  fetched: JobWithMetadata<Envelope>,
  task: string | undefined,
  code: string,
  message: string,
): Promise<Outcome> {
  if (task) await finishTask(boot, fetched.data, task, { state: 'failed', error: code });
  return { status: 'deadletter', output: { message, code } };
}

function isRefusal(result: unknown): result is { ok: false; code: string } {
  return typeof result === 'object' && result !== null && (result as { ok?: unknown }).ok === false;
}

/** What the console shows about a failed attempt. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as { code?: unknown };
  const stack = error.stack?.split('\n').slice(0, 6).join('\n');
  return { name: error.name, message: error.message, ...(typeof code === 'string' && { code }), stack };
}
