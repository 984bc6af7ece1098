import type { Boot } from '../module/index.ts';
import type { HealthCheck } from '../observability/index.ts';
import { accountKey, environmentServer } from './mail-settings.ts';

/** A dispatcher looks every second: what is due this long isn't being looked at, or there is too much of it. */
const BEHIND_MS = 120_000;

/**
 * How the mail of the server fares. `off`: the environment names no server, mail is kept. `down`: the server named
 * there doesn't answer; mail waits, and goes out when it does. An organization's own server is the organization's to
 * watch, in its outbox.
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

/** Of an error only its code: the answer is public, and the text may name hosts and addresses. */
function codeOf(error: string | null): string {
  return /\bE[A-Z]{4,}\b/.exec(error ?? '')?.[0] ?? /\b[45]\d\d\b/.exec(error ?? '')?.[0] ?? 'no_answer';
}
