/** What Twilio's answer to a new message means. https://www.twilio.com/docs/api/errors */
import { retryAfterMsOf } from '../lib/backoff.ts';
import type { Outcome } from '../messages/index.ts';
import { OutboundError, type OutboundReply } from '../outbound/index.ts';
import { OPTED_OUT } from './read-event.ts';

/** Our number is not ours, cannot send, or does not belong to the account: no message would be sent. */
const OUR_NUMBER = new Set([21212, 21603, 21606, 21659, 21660]);
const TOO_MANY = 20429;
/** Twilio gives no time with a 429: its limits are per second, and it asks for exponential backoff. */
const PAUSE_MS = 3_000;

export function twilioOutcome(reply: OutboundReply): Outcome {
  const body = bodyOf(reply);
  if (reply.status < 300) return { state: 'sent', providerId: typeof body.sid === 'string' ? body.sid : null };
  const code = Number(body.code ?? 0);
  const error = `${reply.status} ${code || ''} ${body.message ?? ''}`.replace(/\s+/g, ' ').trim().slice(0, 500);
  if (reply.status === 429 || code === TOO_MANY) {
    const retryAfterMs = retryAfterMsOf(reply.headers['retry-after']) ?? PAUSE_MS;
    return { state: 'failed', retryable: true, retryAfterMs, pauses: 'account', error };
  }
  if (isOptedOut(reply)) return { state: 'failed', retryable: false, optedOut: true, error };
  if (reply.status === 401 || reply.status === 403 || reply.status === 404 || OUR_NUMBER.has(code))
    return { state: 'failed', retryable: true, channelDown: true, error };
  if (reply.status >= 500) return { state: 'failed', retryable: true, channelDown: true, error };
  return { state: 'failed', retryable: false, error };
}

export function lostOutcome(error: unknown): Outcome {
  if (!(error instanceof OutboundError)) throw error;
  return error.begun
    ? { state: 'unknown', error: error.message }
    : { state: 'failed', retryable: true, channelDown: true, error: error.message };
}

/** Whether the person has opted out at Twilio. */
export function isOptedOut(reply: OutboundReply): boolean {
  return reply.status === 400 && Number(bodyOf(reply).code) === OPTED_OUT;
}

function bodyOf(reply: OutboundReply): { sid?: unknown; code?: unknown; message?: unknown } {
  try {
    return (JSON.parse(reply.bytes.toString('utf8')) as object) ?? {};
  } catch {
    return {};
  }
}
