import type { Config } from '../config/index.ts';
import type { Db, House } from '../ctx/index.ts';
import type { Clock } from '../lib/time.ts';
import { environmentServer } from './mail-settings.ts';

export type MailHealth = {
  /**
   * `ok`; `behind`: mail has been due for minutes, so no worker runs or it can't keep up; `down`: a server doesn't answer, mail waits
   * and goes out when it does; `off`: no server is set in the environment, mail is kept
   */
  state: 'ok' | 'behind' | 'down' | 'off';
  /** of the longest due message */
  waiting_seconds: number;
  error: string | null;
};

/** A dispatcher looks every second: what is due this long isn't being looked at. */
const BEHIND_SECONDS = 120;

/** How the mail fares, over all organizations. One look into the queue's index. */
export async function mailHealth(deps: {
  system: Db;
  clock: Clock;
  config: Config;
  house: House;
}): Promise<MailHealth> {
  const { due } = await deps.system
    .selectFrom('message')
    .select((eb) => eb.fn.min('next_attempt_at').as('due'))
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow();
  const waiting_seconds = due
    ? Math.max(0, Math.round((deps.clock.now().getTime() - new Date(due).getTime()) / 1000))
    : 0;
  const down = deps.house.messages?.dispatcher?.lanes().find((lane) => lane.down);
  if (down) return { state: 'down', waiting_seconds, error: down.lastError };
  if (waiting_seconds > BEHIND_SECONDS) return { state: 'behind', waiting_seconds, error: null };
  return { state: environmentServer(deps.config) ? 'ok' : 'off', waiting_seconds, error: null };
}
