import { sql } from 'kysely';
import type { Boot } from '../module/index.ts';
import type { HealthCheck } from '../observability/index.ts';

/**
 * The processor looks every second: when an event is due for this long, no processor runs, or it has too much to do.
 */
const BEHIND_MS = 120_000;
const DAY_MS = 86_400_000;

/**
 * `degraded`: events have waited too long (`behind`), or some events of the last day could not be processed
 * (`failed_events`).
 */
export const inboxHealth: HealthCheck = async (boot: Boot) => {
  const now = boot.clock.now();
  // Raw SQL: nested conditions read better in SQL.
  const { rows } = await sql<{ due: Date | null; failed: boolean }>`
    select (select min(next_attempt_at) from inbox_event where state = 'received') as due,
      exists (select 1 from inbox_event where state = 'failed' and received_at > ${new Date(now.getTime() - DAY_MS)}) as failed
    `.execute(boot.database.system);
  const { due, failed } = rows[0] ?? { due: null, failed: false };
  if (due && now.getTime() - due.getTime() > BEHIND_MS) return { state: 'degraded', detail: 'behind' };
  return failed ? { state: 'degraded', detail: 'failed_events' } : { state: 'up' };
};
