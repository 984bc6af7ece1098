import type { Ctx } from '../ctx/index.ts';
import { isUuid } from '../lib/ids.ts';
import { findAttempt } from './attempts/attempt.ts';
import type { CallbackEvent } from './provider.ts';

/** The states that operators report; a stranger who writes other ones gets no more events out of it. */
const STATES = /^(PENDING|SUCCESSFUL|FAILED|TS|TF|TE|TA|TIP)$/;

// biome-ignore lint/suspicious/noExplicitAny: whatever somebody sent
type Sent = any;

/**
 * An unsigned callback, which anyone can send: nothing in it is believed, it only makes us ask the provider. So it is
 * dropped unless it names an attempt of this organization there, and each state of an attempt counts once.
 */
export async function hintsOf(
  ctx: Ctx,
  provider: string,
  body: Buffer,
  read: (sent: Sent) => { attemptId?: unknown; status?: unknown },
): Promise<CallbackEvent[]> {
  let sent: Sent;
  let named: { attemptId?: unknown; status?: unknown };
  try {
    sent = JSON.parse(body.toString());
    named = read(sent);
  } catch {
    return [];
  }
  const attemptId = String(named.attemptId ?? '');
  const row = isUuid(attemptId) ? await findAttempt(ctx, attemptId) : undefined;
  if (row?.provider !== provider) return [];
  const status = STATES.exec(String(named.status))?.[0] ?? 'other';
  return [{ id: `${row.id} ${status}`, attemptId: row.id, raw: { status } }];
}
