import type { Doubling } from '../../lib/backoff.ts';

/** How a message that the receiving server deferred is tried again. */
type Deferrals = Doubling & {
  /** It fails at this deferral. */
  most: number;
};

/**
 * Pauses of 1, 2, 4, 8 … minutes, then of four hours. Greylisting accepts a mail after one to five minutes. Thirty take
 * four days, the time that RFC 5321, 4.5.4.1 asks a sender to keep trying.
 */
export const MAIL_DEFERRALS: Deferrals = { firstMs: 60_000, longestMs: 4 * 3_600_000, most: 30 };

/**
 * Pauses of 2, 4, 8 … seconds, then of five minutes; the messages behind it wait as long. After half an hour the
 * conversation continues without it: later messages matter more to the person.
 */
export const CHAT_DEFERRALS: Deferrals = { firstMs: 2_000, longestMs: 5 * 60_000, most: 12 };

/** A template that throws is tried for two hours: its data or its module may come late. */
export const RENDER_DEFERRALS: Deferrals = { ...MAIL_DEFERRALS, most: 8 };
