/**
 * What a failed call of the Graph API means.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
 */
import { retryAfterMsOf } from '../lib/backoff.ts';
import type { AccountFault, Outcome } from '../messages/index.ts';
import type { OutboundError, OutboundReply } from '../outbound/index.ts';

/** More than 24 hours since they wrote. */
export const RE_ENGAGEMENT = 131047;

type GraphError = { code?: number; message?: string; error_data?: { details?: string } };

/** Faults of the account, which would stop every other message: token, permissions, a locked or unregistered number. */
const ACCOUNT = new Set([0, 3, 10, 190, 368, 131005, 131031, 131045, 133010]);
/** Faults that only the owner can correct at Meta: no means of payment, or a display name that is not approved yet. */
const OWNER = new Set([131037, 131042]);
/** Such a fault lasts for hours; more frequent requests would only be refused more often. */
const OWNER_PAUSE_MS = 15 * 60_000;
/** Rate limits of the whole account, with the pause in milliseconds. */
const ACCOUNT_PAUSES = new Map([
  [4, 60_000],
  [80007, 60_000],
  [130429, 5_000],
  [131048, 3_600_000],
]);
/** Too many to this person: WhatsApp allows one in six seconds in the long run. */
const PAIR_RATE = 131056;
const PAIR_PAUSE_MS = 6_000;
/** WhatsApp's own faults. */
const TEMPORARY = new Set([1, 2, 131000, 131016, 131057]);

/** The outcome of an answer other than 200. */
export function refusedOutcome({ status, headers, bytes }: OutboundReply): Outcome {
  const fault = errorOf(bytes);
  const code = fault?.code;
  const words = fault?.error_data?.details ?? fault?.message ?? '';
  const error = `${status} ${code ?? ''} ${words}`.replace(/\s+/g, ' ').trim().slice(0, 500);
  if (code === RE_ENGAGEMENT) return { state: 'held', reason: 'channel_refused' };
  if (code === PAIR_RATE)
    return {
      state: 'failed',
      retryable: true,
      retryAfterMs: retryAfterMsOf(headers['retry-after']) ?? PAIR_PAUSE_MS,
      error,
    };
  const pause = code === undefined ? undefined : ACCOUNT_PAUSES.get(code);
  if (pause !== undefined || status === 429)
    return {
      state: 'failed',
      retryable: true,
      retryAfterMs: retryAfterMsOf(headers['retry-after']) ?? pause ?? 60_000,
      pauses: 'account',
      error,
    };
  if (code !== undefined && OWNER.has(code))
    return {
      state: 'failed',
      retryable: true,
      channelDown: true,
      retryAfterMs: OWNER_PAUSE_MS,
      pauses: 'account',
      error,
    };
  if ((code !== undefined && (ACCOUNT.has(code) || (code >= 200 && code < 300))) || status === 401)
    return { state: 'failed', retryable: true, channelDown: true, error };
  // A gateway that timed out has passed the request on.
  if (status === 504) return { state: 'unknown', error };
  if (status === 502 || status === 503) return { state: 'failed', retryable: true, channelDown: true, error };
  return { state: 'failed', retryable: status >= 500 || (code !== undefined && TEMPORARY.has(code)), error };
}

/** The fault of the whole account that a webhook error reports; null when it reports none. */
export function accountFault(code: unknown): Omit<AccountFault, 'error'> | null {
  if (typeof code !== 'number') return null;
  if (OWNER.has(code) || ACCOUNT.has(code)) return { retryAfterMs: OWNER_PAUSE_MS, channelDown: true };
  const retryAfterMs = ACCOUNT_PAUSES.get(code);
  return retryAfterMs === undefined ? null : { retryAfterMs };
}

/** The outcome without an answer. `delivering`: it was the request that sends, not one that prepares it. */
export function faultOutcome(fault: OutboundError, delivering: boolean): Outcome {
  if (fault.begun && delivering) return { state: 'unknown', error: fault.message };
  return { state: 'failed', retryable: true, channelDown: true, error: fault.message };
}

function errorOf(bytes: Uint8Array): GraphError | undefined {
  try {
    return (JSON.parse(Buffer.from(bytes).toString()) as { error?: GraphError }).error;
  } catch {
    return undefined;
  }
}
