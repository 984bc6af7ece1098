/** When to try again, in milliseconds; jitter spreads a thousand messages over time. */

/** Spreads a delay by ±20 %. `random` returns 0 up to 1. */
function jittered(delay: number, random: () => number): number {
  return Math.round(delay * (0.8 + 0.4 * random()));
}

const CHANNEL_FIRST = 5_000;
/**
 * A server that was down for an hour is noticed within 72 seconds of its return, and gets one attempt a minute until
 * then.
 */
const CHANNEL_LONGEST = 60_000;

/**
 * The pause before an unreachable channel is tried again, by the number of failures in a row: 5, 10, 20, 40, 60, 60 …
 * seconds.
 */
export function channelPause(failures: number, random: () => number = Math.random): number {
  return jittered(Math.min(CHANNEL_LONGEST, CHANNEL_FIRST * 2 ** Math.min(failures - 1, 10)), random);
}

const DEFERRAL_FIRST = 60_000;
const DEFERRAL_LONGEST = 4 * 3_600_000;

/**
 * How often one message may be deferred before it fails: with these pauses after four days, the time that RFC 5321,
 * 4.5.4.1 asks a sender to keep trying.
 */
export const MAX_DEFERRALS = 30;

/**
 * The pause before a message that the receiving server deferred is tried again: 1, 2, 4, 8 … minutes, then every four
 * hours. Greylisting accepts it after one to five minutes.
 */
export function deferralPause(deferrals: number, random: () => number = Math.random): number {
  return jittered(Math.min(DEFERRAL_LONGEST, DEFERRAL_FIRST * 2 ** Math.min(deferrals - 1, 20)), random);
}

const CHAT_FIRST = 2_000;
const CHAT_LONGEST = 5 * 60_000;

/**
 * The pause before a chat message that couldn't be delivered is tried again: 2, 4, 8 … seconds, then every five
 * minutes. The messages behind it wait as long.
 */
export function chatPause(deferrals: number, random: () => number = Math.random): number {
  return jittered(Math.min(CHAT_LONGEST, CHAT_FIRST * 2 ** Math.min(deferrals - 1, 20)), random);
}

/** After half an hour the conversation continues without it: later messages matter more to the person. */
export const MAX_CHAT_DEFERRALS = 12;

const LONGEST_WAIT = 3_600_000;

/** How long a channel that asks to wait is left alone: at least a second, at most an hour. */
export function waitOf(retryAfterMs: number): number {
  return Math.min(LONGEST_WAIT, Math.max(1000, retryAfterMs));
}
