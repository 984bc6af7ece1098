/** What becomes of a message by the answer of its channel. */
import { askedPause, doublingPause } from '../../lib/backoff.ts';
import type { Outcome } from '../channels/channel.ts';
import { CHAT_DEFERRALS, MAIL_DEFERRALS } from './deferrals.ts';
import type { Claimed, Settled } from './store.ts';

/** `downUntil`: when the account is tried again, if the channel says that it is at fault (milliseconds). */
export function settlementOf(message: Claimed, outcome: Outcome, downUntil: number, now: Date): Settled {
  const { organization_id, id, attempts, deferrals, channel } = message;
  const settled = (state: Settled['state'], change: Partial<Settled> = {}): Settled => ({
    organization_id,
    id,
    attempt: attempts + 1,
    at: now,
    next_attempt_at: null,
    last_error: 'error' in outcome ? outcome.error : null,
    provider_id: null,
    held_reason: null,
    deferred: false,
    state,
    ...change,
  });
  const at = (ms: number) => ({ next_attempt_at: new Date(ms) });
  if (outcome.state === 'sent') return settled('sent', { provider_id: outcome.providerId });
  if (outcome.state === 'unknown') return settled('unknown');
  if (outcome.state === 'held') return settled('held', { held_reason: outcome.reason });
  if (outcome.optedOut) return settled('opted_out');
  if (outcome.channelDown) return settled('queued', at(downUntil));
  if (outcome.retryAfterMs !== undefined)
    return settled('queued', at(now.getTime() + askedPause(outcome.retryAfterMs)));
  const pauses = channel === 'email' ? MAIL_DEFERRALS : CHAT_DEFERRALS;
  if (!outcome.retryable || deferrals + 1 >= pauses.most) return settled('failed');
  return settled('queued', { ...at(now.getTime() + doublingPause(deferrals + 1, pauses)), deferred: true });
}
