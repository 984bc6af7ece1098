import type { JobWithMetadata } from 'pg-boss';
import type { Boot } from '../module/index.ts';
import type { JobDefinition } from './define.ts';
import type { Envelope } from './envelope.ts';
import type { JobQueue } from './queue.ts';
import { runJob } from './run-job.ts';

const LOOK_MS = 2000;
/** Should the look below fail for long, every worker still asks for itself. */
const POLL_SECONDS = 600;
/** How long `drainJobs` waits for what another worker has begun. */
const MAX_WAIT_MS = 120_000;

/** Starts workers that take and run jobs of every definition, and starts scheduled jobs; returns what ends the look. */
export async function startWorkers(boot: Boot, queue: JobQueue): Promise<() => void> {
  const idle = new Map<string, Set<string>>();
  await Promise.all([...queue.definitions.values()].map((job) => startWorkersOf(boot, queue, job, idle)));
  await Promise.all([...queue.definitions.values()].map((job) => keepSchedule(queue, job)));
  queue.onEnqueued((name) => {
    const worker = idle.get(name)?.values().next().value;
    if (worker) queue.boss.notifyWorker(worker);
  });
  return lookForDue(queue, idle, (error) => boot.log.warn({ err: error }, 'the job queue could not be looked at'));
}

/**
 * Wakes the workers of jobs that have become due, or that another process made. One question for all: each of some sixty
 * workers asking every two seconds took a tenth of a core of a server where nothing happens.
 */
function lookForDue(queue: JobQueue, idle: Map<string, Set<string>>, warn: (error: Error) => void): () => void {
  const names = [...queue.definitions.values()].filter((job) => job.pollSeconds === undefined).map(({ name }) => name);
  let looking = false;
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      const { rows } = await queue.boss.getDb().executeSql(DUE, [names]);
      for (const { name } of rows as { name: string }[])
        for (const worker of idle.get(name) ?? []) queue.boss.notifyWorker(worker);
    } catch (error) {
      warn(error as Error);
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  return () => clearInterval(timer);
}

/** Raw, since pg-boss's tables are not among our types. For each name it reads up to the first job. */
const DUE = `select name from unnest($1::text[]) as asked (name) where exists (
  select from pgboss.job_common as job
  where job.name = asked.name and job.state < 'active' and not job.blocked and job.start_after <= now())`;

async function startWorkersOf(
  boot: Boot,
  queue: JobQueue,
  job: JobDefinition,
  idle: Map<string, Set<string>>,
): Promise<void> {
  const workers = new Set<string>();
  idle.set(job.name, workers);
  for (let i = 0; i < (job.concurrency ?? 1); i++) {
    let id = '';
    // One pg-boss worker for each parallel run, with one job at a time: a slow job doesn't hold up others, and each
    // worker can be woken by its id.
    id = await queue.boss.work(
      job.name,
      {
        batchSize: 1,
        includeMetadata: true,
        perJobResults: true,
        pollingIntervalSeconds: job.pollSeconds ?? POLL_SECONDS,
      },
      async (jobs) => {
        workers.delete(id);
        const results = await Promise.all(
          jobs.map(async (fetched) => ({
            id: fetched.id,
            ...(await runJob(boot, job, fetched as JobWithMetadata<Envelope>)),
          })),
        );
        workers.add(id);
        // There may be more jobs: look again at once instead of after the interval.
        queue.boss.notifyWorker(id);
        return results;
      },
    );
    workers.add(id);
  }
}

/** pg-boss stores each occurrence under its own minute, with a unique index, so two workers can't start it twice. */
async function keepSchedule(queue: JobQueue, job: JobDefinition): Promise<void> {
  const { cron } = job;
  if (!cron) return;
  const { expression, timeZone } = typeof cron === 'string' ? { expression: cron, timeZone: 'UTC' } : cron;
  await queue.boss.schedule(job.name, expression, {}, { tz: timeZone });
}

/** Removes schedules of jobs that no longer exist or no longer recur. */
export async function dropOldSchedules(queue: JobQueue): Promise<void> {
  for (const schedule of await queue.boss.getSchedules()) {
    if (!queue.definitions.get(schedule.name)?.cron) await queue.boss.unschedule(schedule.name, schedule.key);
  }
}

/**
 * Runs all jobs that are due now and returns the number of attempts; for tests and the command line, with or without
 * workers. Retries and jobs for later stay.
 */
export async function drainJobs(boot: Boot, queue: JobQueue): Promise<number> {
  let ran = 0;
  let idleSince = Date.now();
  for (;;) {
    let found = 0;
    for (const job of queue.definitions.values()) {
      const jobs = await queue.boss.fetch<Envelope>(job.name, { includeMetadata: true, batchSize: 20 });
      for (const fetched of jobs) await settle(queue, fetched, await runJob(boot, job, fetched));
      found += jobs.length;
    }
    ran += found;
    if (found > 0) {
      idleSince = Date.now();
      continue;
    }
    const active = await activeJobs(queue);
    if (active.length === 0) return ran;
    if (Date.now() - idleSince > MAX_WAIT_MS) throw new Error(`waited in vain for ${active.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function settle(
  queue: JobQueue,
  fetched: JobWithMetadata<Envelope>,
  outcome: Awaited<ReturnType<typeof runJob>>,
) {
  const { boss } = queue;
  if (outcome.status === 'completed') await boss.complete(fetched.name, fetched, outcome.output ?? null);
  else {
    if (outcome.status === 'deadletter') {
      await boss
        .getDb()
        .executeSql('update pgboss.job_common set retry_limit = retry_count where name = $1 and id = $2', [
          fetched.name,
          fetched.id,
        ]);
    }
    await boss.fail(fetched.name, fetched, outcome.output ?? null);
  }
}

/** The jobs that another worker has begun and not finished: their names, ids, and when they began. */
async function activeJobs(queue: JobQueue): Promise<string[]> {
  const { rows } = await queue.boss
    .getDb()
    .executeSql(
      "select concat_ws(' ', name, id, started_on) job from pgboss.job_common where state = 'active' and name = any($1)",
      [[...queue.definitions.keys()]],
    );
  return rows.map(({ job }) => job);
}
