/** What a failed call of the Bot API means for the message. https://core.telegram.org/bots/api#making-requests */
import { GrammyError, HttpError } from 'grammy';
import type { Outcome } from '../../messages/index.ts';
import { WireFault } from '../../outbound/index.ts';

/** Telegram names the seconds with a 429; without, what its FAQ promises is over after a minute. */
const RETRY_AFTER_SECONDS = 60;
/** After an answer of 500: the fault may be this message's, so it alone waits. */
const FAULT_PAUSE_MS = 5_000;

/** Whether the person can't be written to any more: they blocked the bot, or their account is gone. */
export function isBlocked(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 403;
}

/** @param inOneChat whether this chat alone got so much from us that a 429 may be its own */
export function telegramOutcome(error: unknown, inOneChat = false): Outcome {
  if (error instanceof GrammyError) return refused(error, inOneChat);
  const fault = error instanceof HttpError ? error.error : error;
  if (!(fault instanceof WireFault))
    return { state: 'failed', retryable: false, error: String((fault as Error)?.message ?? fault).slice(0, 500) };
  if (fault.begun) return { state: 'unknown', error: fault.message };
  return { state: 'failed', retryable: true, channelDown: true, error: fault.message };
}

function refused({ error_code: code, description, parameters }: GrammyError, inOneChat: boolean): Outcome {
  const error = `${code} ${description}`.replace(/\s+/g, ' ').slice(0, 500);
  // 404 without a chat in it is the address itself: the token isn't one.
  if (code === 401 || code === 404) return { state: 'failed', retryable: true, channelDown: true, error };
  if (code === 429)
    return {
      state: 'failed',
      retryable: true,
      retryAfterMs: (parameters.retry_after ?? RETRY_AFTER_SECONDS) * 1000,
      // Telegram doesn't say whose limit it is. Where it can't be the chat's, it is the bot's, and every other message
      // would meet it.
      ...(!inOneChat && { pauses: 'account' as const }),
      error,
    };
  // A gateway speaks for all messages, an internal error perhaps for this one only.
  if (code === 502 || code === 503 || code === 504)
    return { state: 'failed', retryable: true, channelDown: true, error };
  if (code >= 500) return { state: 'failed', retryable: true, retryAfterMs: FAULT_PAUSE_MS, error };
  // Blocked, deleted their account, or never wrote to this bot.
  if (code === 403) return { state: 'failed', retryable: false, error };
  return { state: 'failed', retryable: false, error };
}
