import type { JobQueue } from './queue.ts';

/** A job of another process, and one whose time has come, is noticed within this time. */
const EVERY_MS = 2000;

/**
 * The names of the queues with a job that may begin now. One statement for all: sixty workers that each asked for theirs
 * every two seconds cost an idle server a tenth of a core. The conditions are those of pg-boss's own fetch, and its
 * index serves them. Raw, since pg-boss's tables are not among our types.
 */
export async function queuesDue({ boss, definitions }: JobQueue): Promise<string[]> {
  const { rows } = await boss.getDb().executeSql(
    `select name from unnest($1::text[]) queue (name) where exists (
       select from pgboss.job_common job where job.name = queue.name
         and job.state < 'active' and not job.blocked and job.start_after <= pgboss.job_now())`,
    [[...definitions.keys()]],
  );
  return rows.map(({ name }) => name);
}

/** Calls `found` for each queue that has something to do, at the start and every two seconds; returns what ends it. */
export function lookForDue(queue: JobQueue, found: (name: string) => void, warn: (error: Error) => void): () => void {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    try {
      for (const name of await queuesDue(queue)) if (!ended) found(name);
    } catch (error) {
      if (!ended) warn(error as Error);
    }
    if (!ended) timer = setTimeout(look, EVERY_MS).unref();
  };
  void look();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
