import type { Static, TSchema } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import type { Progress } from './progress.ts';

/** A kind of background work: its contract, and what runs it. */
export type JobDefinition<S extends TSchema = TSchema> = {
  /** like `imports.run`; also the queue's name and, for tasks, their kind */
  name: string;
  /**
   * what `data` looks like: checked when enqueued and again before it runs, since an older version may have written it
   */
  schema: S;
  /** Attempts after the first and the seconds before them: doubled each time, with jitter, up to `maxDelay`. */
  retry?: { limit?: number; delay?: number; maxDelay?: number };
  /** An attempt that takes longer has failed. */
  timeoutSeconds?: number;
  /** how many run at a time in one process */
  concurrency?: number;
  /** seconds until another process's job is noticed; the own process's jobs start at once */
  pollSeconds?: number;
  /** Runs by itself without an organization, its data `{}`: sweeps that enqueue one job for each thing to do. */
  cron?: string | { expression: string; timeZone: string };
  /**
   * Does the work. A throw is tried again, then becomes a dead letter; a returned refusal is final and becomes one at
   * once. May run twice: a worker can die after the effect and before the mark, so the effect must bear it (README).
   */
  run(ctx: Ctx, data: Static<S>, progress: Progress): Promise<unknown>;
};

/** Declares a job; the schema gives `run` its type. List it under `jobs` in the manifest. */
export function defineJob<S extends TSchema>(definition: JobDefinition<S>): JobDefinition<S> {
  return definition;
}

export const RETRY = { limit: 8, delay: 5, maxDelay: 3600 };
export const TIMEOUT_SECONDS = 900;

/** Where jobs go that failed for good. */
export const DEAD_LETTERS = 'dead-letters';

declare module '../module/index.ts' {
  interface Manifest {
    // biome-ignore lint/suspicious/noExplicitAny: each job has data of its own
    jobs?: JobDefinition<any>[];
  }
}
