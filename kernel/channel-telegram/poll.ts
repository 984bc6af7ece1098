/** Long polling, for a server that Telegram can't reach. https://core.telegram.org/bots/api#getupdates */
import { setTimeout as wait } from 'node:timers/promises';
import { GrammyError } from 'grammy';
import { noteReceiving } from '../channels/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { askedPause, doublingPause } from '../lib/backoff.ts';
import { type Bot, botApi } from './api.ts';
import { ALLOWED_UPDATES } from './read-update.ts';
import { receiveUpdates } from './receive-updates.ts';
import { setCommands } from './set-commands.ts';

/** Seconds that Telegram holds a request open while there are no updates. */
export const HOLD_SECONDS = 25;
/** After failures; a person who writes meanwhile waits as long. */
const PAUSES = { firstMs: 500, longestMs: 30_000 };

/**
 * Polls for one bot. A request for later updates confirms the earlier ones, so it is sent only after those are stored.
 * A process that dies in between gets them again, and the event id drops the repetition.
 */
export async function pollBot(ctx: Ctx, bot: Bot, signal: AbortSignal, holdSeconds: number): Promise<void> {
  const api = botApi(bot, { reply: (holdSeconds + 15) * 1000 });
  let failures = 0;
  let offset: number | undefined;
  let webhookGone = false;
  const heard = { channel: 'telegram', account: bot.id, polls: true };
  while (!signal.aborted) {
    try {
      // Telegram refuses polling while a webhook is set.
      if (!webhookGone) await api.deleteWebhook({}, signal as never);
      if (!webhookGone) void setCommands(ctx, bot, signal);
      webhookGone = true;
      const updates = await api.getUpdates(
        { limit: 100, timeout: holdSeconds, allowed_updates: ALLOWED_UPDATES, ...(offset !== undefined && { offset }) },
        signal as never,
      );
      await noteReceiving(ctx, heard);
      if (updates.length > 0) await receiveUpdates(ctx, bot, updates, signal);
      for (const { update_id } of updates)
        if (Number.isSafeInteger(update_id)) offset = Math.max(offset ?? 0, update_id + 1);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures++;
      // Another process polls for the same bot, or a webhook was set.
      if (error instanceof GrammyError && error.error_code === 409) webhookGone = false;
      ctx.log.warn({ bot: bot.id, error: (error as Error).message, failures }, 'no updates from Telegram');
      await noteReceiving(ctx, { ...heard, fault: (error as Error).message });
      const seconds = error instanceof GrammyError ? error.parameters.retry_after : undefined;
      await pause(seconds ? askedPause(seconds * 1000) : doublingPause(failures, PAUSES), signal);
    }
  }
}

const pause = (ms: number, signal: AbortSignal) => wait(ms, undefined, { signal }).catch(() => {});
