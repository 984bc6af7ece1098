import type { Boot } from '../module/index.ts';
import type { HealthCheck } from '../observability/index.ts';
import { accountKey, environmentServer } from './mail-settings.ts';

/** A dispatcher looks every second: when a message is due for this long, none runs, or it has too much to do. */
const BEHIND_MS = 120_000;

/**
 * The state of the server's mail. `off`: the environment names no server, mail is kept. `down`: that server doesn't
 * answer; mail waits until it does. An organization watches its own server in its outbox.
 */
export const mailHealth: HealthCheck = async (boot: Boot) => {
  const { due } = await boot.database.system
    .selectFrom('message')
    .select((eb) => eb.fn.min('next_attempt_at').as('due'))
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow();
  const server = environmentServer(boot.config);
  const key = server && `email:${accountKey(server)}`;
  const queue = boot.services.messages?.dispatcher?.queues().find((it) => it.key === key && it.down);
  if (queue) return { state: 'down', detail: codeOf(queue.lastError) };
  if (due && boot.clock.now().getTime() - new Date(due).getTime() > BEHIND_MS)
    return { state: 'degraded', detail: 'behind' };
  return { state: server ? 'up' : 'off' };
};

/** Only the code of an error: the answer is public, and the text may contain hosts and addresses. */
function codeOf(error: string | null): string {
  return /\bE[A-Z]{4,}\b/.exec(error ?? '')?.[0] ?? /\b[45]\d\d\b/.exec(error ?? '')?.[0] ?? 'no_answer';
}
