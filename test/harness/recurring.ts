import { drainJobs } from '../../kernel/jobs/index.ts';
import type { TestApp } from './test-app.ts';

/** Runs every recurring job once, as its schedule would; returns the faults of those that failed. */
export async function runRecurring(app: TestApp): Promise<string[]> {
  const { jobs } = app.boot.services;
  const ids: (string | null)[] = [];
  for (const { name, cron } of jobs.definitions.values()) if (cron) ids.push(await jobs.boss.send(name, {}));
  await drainJobs(app.boot, jobs);
  const { rows } = await jobs.boss
    .getDb()
    .executeSql(
      "select concat_ws(' ', name, state, output) fault from pgboss.job_common where id = any($1) and state <> 'completed'",
      [ids],
    );
  return rows.map(({ fault }) => fault);
}
