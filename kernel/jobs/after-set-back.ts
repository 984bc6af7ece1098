import type { JobQueue } from './queue.ts';

const EVERY_MS = 30_000;
/** Clocks of several machines may be apart by some seconds. */
const MAX_CLOCK_DIFFERENCE = "interval '1 minute'";
/** When pg-boss last did what it does now and then; empty, it does it at the next occasion. */
const STAMPS = {
  version: ['cron_on', 'bam_on', 'flow_on', 'reindex_on', 'monitor_backoff_on'],
  queue: ['monitor_claim_on', 'monitor_on', 'maintain_on'],
};

/**
 * Brings the queue back from the future. A clock that was an hour ahead and is then set right leaves times behind that
 * lie an hour ahead: until then pg-boss would start no schedule, take no job that should run at once, and not notice that
 * a worker died. Raw, since pg-boss's tables are not among our types.
 */
export async function comeBackFromFuture({ boss }: JobQueue): Promise<void> {
  const db = boss.getDb();
  for (const [table, columns] of Object.entries(STAMPS)) {
    const past = columns.map(
      (name) => `${name} = case when ${name} <= now() + ${MAX_CLOCK_DIFFERENCE} then ${name} end`,
    );
    const ahead = columns.map((name) => `${name} > now() + ${MAX_CLOCK_DIFFERENCE}`);
    await db.executeSql(`update pgboss.${table} set ${past.join(', ')} where ${ahead.join(' or ')}`);
  }
  // What was for later stays for later: only that which should have begun when it was made.
  await db.executeSql(`update pgboss.job set start_after = now()
    where state < 'active' and created_on > now() + ${MAX_CLOCK_DIFFERENCE} and start_after <= created_on`);
  await db.executeSql(`update pgboss.job set heartbeat_on = now()
    where state = 'active' and heartbeat_on > now() + ${MAX_CLOCK_DIFFERENCE}`);
}

/** Looks at the start and every half minute; returns what ends it. */
export function watchClock(queue: JobQueue, warn: (error: Error) => void): () => void {
  const look = () => void comeBackFromFuture(queue).catch(warn);
  look();
  const timer = setInterval(look, EVERY_MS).unref();
  return () => clearInterval(timer);
}
