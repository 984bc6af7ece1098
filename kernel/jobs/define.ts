import type { Static, TSchema } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import type { Progress } from './progress.ts';

/** A kind of background work: its contract, and the function that runs it. */
export type JobDefinition<S extends TSchema = TSchema> = {
  /** like `imports.run`; also the queue's name and, for tasks, their kind */
  name: string;
  /** the shape of `data`: checked when enqueued and again before it runs, since an older version may have written it */
  schema: S;
  /** the number of attempts after the first; the pauses before them double from the first to the longest, with jitter */
  retry?: { limit?: number; firstSeconds?: number; longestSeconds?: number };
  /** An attempt that takes longer fails. */
  timeoutSeconds?: number;
  /** parallel runs in one process */
  concurrency?: number;
  /** seconds until a job from another process is noticed, usually 2; jobs of the same process start at once */
  pollSeconds?: number;
  /**
   * Runs on a schedule without an organization, with `{}` as data: sweeps that enqueue one job for each thing to do.
   */
  cron?: string | { expression: string; timeZone: string };
  /**
   * Does the work. After a throw the job is tried again and at last becomes a dead letter; a returned refusal is final
   * and makes it one at once. May run twice: a worker can die after the effect and before the mark, so a second run
   * must do no harm (README).
   */
  run(ctx: Ctx, data: Static<S>, progress: Progress): Promise<unknown>;
};

/**
 * What one has to know to enqueue a job. Where its work needs more than whoever enqueues it may import, the contract
 * stands below and the job above: `defineJob({ ...contract, run })`.
 */
export type JobContract<S extends TSchema = TSchema> = Pick<JobDefinition<S>, 'name' | 'schema'>;

/** Declares a job; the schema gives `run` its type. List it under `jobs` in the manifest. */
export function defineJob<S extends TSchema>(definition: JobDefinition<S>): JobDefinition<S> {
  return definition;
}

export const RETRY = { limit: 8, firstSeconds: 5, longestSeconds: 3600 };
export const TIMEOUT_SECONDS = 900;

/** The queue of jobs that failed for good. */
export const DEAD_LETTERS = 'dead-letters';

declare module '../module/index.ts' {
  interface Manifest {
    // biome-ignore lint/suspicious/noExplicitAny: each job has data of its own
    jobs?: JobDefinition<any>[];
  }
}
