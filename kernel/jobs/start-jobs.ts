import { PgBoss } from 'pg-boss';
import { type ClientConfig, DatabaseClient } from '../db/index.ts';
import type { Boot } from '../module/index.ts';
import { watchClock } from './after-set-back.ts';
import { JobQueue } from './queue.ts';
import { dropOldSchedules, startWorkers } from './workers.ts';

/**
 * How long running jobs may take to finish when the process stops; then they go back to the queue for the next worker.
 */
const DRAIN_MS = 25_000;

/** pg-boss hands its options to the pool: connections find the primary, as all of ours do. */
const CONNECTION = {
  Client: DatabaseClient,
  keepAlive: true,
  // Its own clean-up of many jobs may take longer than a request's statement.
  answerTimeoutMillis: 120_000,
} satisfies Partial<ClientConfig> & { Client: unknown };

/**
 * Opens the queue of every process as `services.jobs`, so that it can enqueue. It has its own connection pool, with the
 * rights of the tables' owner and without pipelining: pg-boss expects that a failed statement fails alone.
 */
export async function openQueue(boot: Boot): Promise<JobQueue> {
  const works = boot.role !== 'web';
  const boss = new PgBoss({
    ...CONNECTION,
    connectionString: boot.database.connectionString,
    application_name: 'counterfoil jobs',
    schema: 'pgboss',
    // The server's migrations make and change the schema.
    migrate: false,
    createSchema: false,
    max: works ? 4 : 1,
    supervise: works,
    schedule: works,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
  });
  boss.on('error', (error) => boot.log.warn({ err: error }, 'the job queue had a fault'));
  boss.on('warning', (warning) => boot.log.warn({ warning: warning.message }, 'the job queue warns'));
  await boss.start();
  const queue = new JobQueue(
    boss,
    boot.manifests.flatMap((m) => m.jobs ?? []),
  );
  await queue.prepare();
  boot.services.jobs = queue;
  return queue;
}

/** Starts the workers, after everything that jobs may use has started; returns what ends the looks at queue and clock. */
export async function startJobs(boot: Boot): Promise<() => void> {
  const { jobs } = boot.services;
  if (boot.role === 'web') return () => {};
  const endLook = await startWorkers(boot, jobs);
  await dropOldSchedules(jobs);
  const endWatch = watchClock(jobs, (error) =>
    boot.log.warn({ err: error }, 'the times of the job queue could not be looked at'),
  );
  return () => {
    endLook();
    endWatch();
  };
}

/** Takes no more jobs, lets the running ones finish, and closes the queue. */
export async function stopJobs(queue: JobQueue): Promise<void> {
  await queue.boss.stop({ graceful: true, timeout: DRAIN_MS });
}
