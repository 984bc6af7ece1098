/** When to try again. All in milliseconds; jitter keeps a thousand messages from coming back in the same second. */

/** Spreads a delay by ±20 %. `random` gives 0 up to 1. */
function jittered(delay: number, random: () => number): number {
  return Math.round(delay * (0.8 + 0.4 * random()));
}

const CHANNEL_FIRST = 5_000;
/**
 * A server that was down for an hour is noticed within 72 seconds of its return, and asked once a minute until then.
 */
const CHANNEL_LONGEST = 60_000;

/**
 * Before a channel that nobody answers on is tried again, after so many failures in a row: 5, 10, 20, 40, 60, 60 …
 * seconds.
 */
export function channelPause(failures: number, random: () => number = Math.random): number {
  return jittered(Math.min(CHANNEL_LONGEST, CHANNEL_FIRST * 2 ** Math.min(failures - 1, 10)), random);
}

const DEFERRAL_FIRST = 60_000;
const DEFERRAL_LONGEST = 4 * 3_600_000;

/**
 * How often one message may be put off before it is given up: with these pauses after four days, the time that RFC
 * 5321, 4.5.4.1 asks a sender to keep trying.
 */
export const MAX_DEFERRALS = 30;

/**
 * Before a message that the receiving side put off is tried again: 1, 2, 4, 8 … minutes, then every four hours.
 * Greylisting lets through after one to five minutes.
 */
export function deferralPause(deferrals: number, random: () => number = Math.random): number {
  return jittered(Math.min(DEFERRAL_LONGEST, DEFERRAL_FIRST * 2 ** Math.min(deferrals - 1, 20)), random);
}

const CHAT_FIRST = 2_000;
const CHAT_LONGEST = 5 * 60_000;

/**
 * Before a chat message that couldn't be delivered is tried again: 2, 4, 8 … seconds, then every five minutes. Those
 * behind it wait as long.
 */
export function chatPause(deferrals: number, random: () => number = Math.random): number {
  return jittered(Math.min(CHAT_LONGEST, CHAT_FIRST * 2 ** Math.min(deferrals - 1, 20)), random);
}

/**
 * After half an hour the conversation goes on without it: what is said later matters more to the person than an answer
 * to what they asked then.
 */
export const MAX_CHAT_DEFERRALS = 12;

const LONGEST_WAIT = 3_600_000;

/** How long a channel that asks to wait is left alone: at least a second, at most an hour, whatever it says. */
export function waitOf(retryAfterMs: number): number {
  return Math.min(LONGEST_WAIT, Math.max(1000, retryAfterMs));
}
