import { createHash } from 'node:crypto';
import { fromKysely, type PgBoss } from 'pg-boss';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Ctx } from '../ctx/index.ts';
import { afterCommit } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { DEAD_LETTERS, type JobContract, type JobDefinition, RETRY, TIMEOUT_SECONDS } from './define.ts';
import { enclose } from './envelope.ts';

export type EnqueueOptions = {
  /** not before this moment, or after so many seconds */
  after?: Date | number;
  /** only one job with this key waits at a time in an organization: a second is not made until the first has begun */
  singletonKey?: string;
  /** only one job with this key is ever made, while the first is kept (until a day after it finished) */
  once?: string;
};

/** How long a finished job is kept: long enough to look at it, and for `once`. */
const KEEP_SECONDS = 24 * 3600;
const DEAD_KEEP_SECONDS = 90 * 24 * 3600;
/** A worker without a heartbeat for this long counts as dead, and another worker starts its job again. */
const HEARTBEAT_SECONDS = 30;

/** The queue: pg-boss on the server's database. Every process can enqueue; `workers.ts` runs the jobs. */
export class JobQueue {
  readonly boss: PgBoss;
  // biome-ignore lint/suspicious/noExplicitAny: each job has data of its own
  readonly definitions: Map<string, JobDefinition<any>>;
  #wake: (name: string) => void = () => {};

  constructor(boss: PgBoss, definitions: JobDefinition[]) {
    this.boss = boss;
    this.definitions = new Map(definitions.map((d) => [d.name, d]));
    if (this.definitions.size !== definitions.length) throw new Error('two jobs share a name');
  }

  /** Called after the commit of a transaction that enqueued, so that the workers of this process don't have to poll. */
  onEnqueued(wake: (name: string) => void): void {
    this.#wake = wake;
  }

  /** Puts a job into `tx`'s transaction; see `enqueue`. */
  async send<S extends TSchema>(
    tx: Ctx,
    job: JobContract<S>,
    data: Static<S>,
    options: EnqueueOptions & { task?: string } = {},
  ): Promise<string | null> {
    const { name } = job;
    if (!this.definitions.has(name)) throw new Error(`the job ${name} is in no manifest`);
    if (!Value.Check(job.schema, data)) throw new Error(`the data of a ${name} job doesn't fit its schema`);
    const organization = tx.organization?.id ?? '';
    const id = options.once ? idFor(name, organization, options.once) : newId();
    const made = await this.boss.send(name, enclose(tx, data, options.task), {
      id,
      // Unique among waiting jobs: its own id when the caller gave no key.
      singletonKey: options.singletonKey === undefined ? id : `${organization}:${options.singletonKey}`,
      ...(options.after !== undefined && { startAfter: options.after }),
      ...(organization && { group: { id: organization } }),
      db: fromKysely(tx.db as never),
    });
    if (made && options.after === undefined) afterCommit(tx, () => this.#wake(name));
    return made;
  }

  /** Creates or updates the queue of every definition. Harmless when another process does the same. */
  async prepare(): Promise<void> {
    const existing = new Map((await this.boss.getQueues()).map((q) => [q.name, q]));
    if (!existing.has(DEAD_LETTERS)) await this.boss.createQueue(DEAD_LETTERS, { retentionSeconds: DEAD_KEEP_SECONDS });
    for (const job of this.definitions.values()) {
      const settings = settingsOf(job);
      const queue = existing.get(job.name) as Record<string, unknown> | undefined;
      if (!queue) await this.boss.createQueue(job.name, { ...settings, policy: 'short' });
      else if (Object.entries(settings).some(([key, value]) => queue[key] !== value)) {
        await this.boss.updateQueue(job.name, settings);
      }
    }
  }
}

function settingsOf(job: JobDefinition) {
  return {
    retryLimit: job.retry?.limit ?? RETRY.limit,
    retryDelay: job.retry?.firstSeconds ?? RETRY.firstSeconds,
    retryDelayMax: job.retry?.longestSeconds ?? RETRY.longestSeconds,
    retryBackoff: true,
    expireInSeconds: job.timeoutSeconds ?? TIMEOUT_SECONDS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: KEEP_SECONDS,
    deadLetter: DEAD_LETTERS,
  };
}

/**
 * The same id for the same key, so that the primary key refuses the second job: a uuid of version 8 (RFC 9562, custom).
 */
function idFor(...parts: string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  hash[6] = ((hash[6] as number) & 0x0f) | 0x80;
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80;
  const h = hash.toString('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
}

/**
 * Puts a job into the queue inside the transaction of `tx`: it exists exactly when the transaction commits. Returns its
 * id, or null when `singletonKey` or `once` found an existing job.
 */
export function enqueue<S extends TSchema>(
  tx: Ctx,
  job: JobContract<S>,
  data: Static<S>,
  options: EnqueueOptions = {},
): Promise<string | null> {
  return tx.services.jobs.send(tx, job, data, options);
}

declare module '../ctx/index.ts' {
  interface Services {
    jobs: JobQueue;
  }
}
