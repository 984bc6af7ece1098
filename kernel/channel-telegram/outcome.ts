/** What a failed call of the Bot API means for the message. https://core.telegram.org/bots/api#making-requests */
import { GrammyError, HttpError } from 'grammy';
import type { Outcome } from '../messages/index.ts';
import { OutboundError } from '../outbound/index.ts';

/** Telegram usually gives the seconds with a 429; without them wait a minute, as its FAQ says. */
const RETRY_AFTER_SECONDS = 60;
/** After a 500: the fault may be caused by this message, so only it waits. */
const FAULT_PAUSE_MS = 5_000;

/** Whether the person can no longer be written to: they blocked the bot, or their account is gone. */
export function isBlocked(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 403;
}

/** Whether the topic of the chat is gone: it was closed or deleted after the person had written there. */
export function isThreadGone(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 400 && /thread not found|topic/i.test(error.description);
}

/** @param inOneChat whether this chat alone got enough messages that a 429 may be its own */
export function telegramOutcome(error: unknown, inOneChat = false): Outcome {
  if (error instanceof GrammyError) return refused(error, inOneChat);
  const fault = error instanceof HttpError ? error.error : error;
  if (!(fault instanceof OutboundError))
    return { state: 'failed', retryable: false, error: String((fault as Error)?.message ?? fault).slice(0, 500) };
  if (fault.begun) return { state: 'unknown', error: fault.message };
  return { state: 'failed', retryable: true, channelDown: true, error: fault.message };
}

function refused({ error_code: code, description, parameters }: GrammyError, inOneChat: boolean): Outcome {
  const error = `${code} ${description}`.replace(/\s+/g, ' ').slice(0, 500);
  // A 404 that names no chat is about the address: the token is invalid.
  if (code === 401 || code === 404) return { state: 'failed', retryable: true, channelDown: true, error };
  if (code === 429)
    return {
      state: 'failed',
      retryable: true,
      retryAfterMs: (parameters.retry_after ?? RETRY_AFTER_SECONDS) * 1000,
      // Telegram does not say which limit was reached. When it cannot be the chat's, it is the bot's, which applies to
      // all messages.
      ...(!inOneChat && { pauses: 'account' as const }),
      error,
    };
  // A gateway's error concerns all messages, an internal error perhaps only this one.
  if (code === 502 || code === 503 || code === 504)
    return { state: 'failed', retryable: true, channelDown: true, error };
  if (code >= 500) return { state: 'failed', retryable: true, retryAfterMs: FAULT_PAUSE_MS, error };
  // Blocked, deleted their account, or never wrote to this bot.
  if (code === 403) return { state: 'failed', retryable: false, error };
  return { state: 'failed', retryable: false, error };
}
