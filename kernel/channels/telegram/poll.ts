/** Long polling, for a server that Telegram can't reach. https://core.telegram.org/bots/api#getupdates */
import { setTimeout as wait } from 'node:timers/promises';
import { GrammyError } from 'grammy';
import type { Ctx } from '../../ctx/index.ts';
import type { Boot } from '../../module/index.ts';
import { type Bot, botApi } from './api.ts';
import { allBots } from './bots.ts';
import { ALLOWED_UPDATES } from './read-update.ts';
import { receiveUpdates } from './receive-updates.ts';
import { setCommands } from './set-commands.ts';

/** Seconds that Telegram holds a request open while there is nothing. */
const HOLD_SECONDS = 25;
const LOOK_MS = 60_000;
const LONGEST_PAUSE_MS = 30_000;

export type Polling = {
  /** seconds a request is held open; for tests */
  holdSeconds?: number;
  /** the first look at the bots: how many are asked */
  onBots?(count: number): void;
};

/** Asks for the updates of every bot until `signal`; a bot that is set up meanwhile is found within a minute. */
export async function pollTelegram(boot: Boot, signal: AbortSignal, options: Polling = {}): Promise<void> {
  const polled = new Map<string, Promise<void>>();
  let told = false;
  while (!signal.aborted) {
    try {
      const bots = await allBots(boot);
      for (const { ctx, bot } of bots)
        if (!polled.has(bot.token))
          polled.set(bot.token, pollBot(ctx, bot, signal, options.holdSeconds ?? HOLD_SECONDS));
      if (!told) options.onBots?.(bots.length);
      told = true;
    } catch (error) {
      boot.log.warn({ error: (error as Error).message }, 'the bots could not be read');
    }
    await pause(LOOK_MS, signal);
  }
  await Promise.all(polled.values());
}

/**
 * One bot. An update is confirmed by asking for the ones behind it, so only after it is kept: a process that dies in
 * between gets it again, and the event's id drops it.
 */
async function pollBot(ctx: Ctx, bot: Bot, signal: AbortSignal, holdSeconds: number): Promise<void> {
  const api = botApi(bot, { reply: (holdSeconds + 15) * 1000 });
  let failures = 0;
  let offset: number | undefined;
  let webhookGone = false;
  while (!signal.aborted) {
    try {
      // While a webhook is set Telegram refuses to be asked.
      if (!webhookGone) await api.deleteWebhook({}, signal as never);
      if (!webhookGone) void setCommands(ctx, bot, signal);
      webhookGone = true;
      const updates = await api.getUpdates(
        { limit: 100, timeout: holdSeconds, allowed_updates: ALLOWED_UPDATES, ...(offset !== undefined && { offset }) },
        signal as never,
      );
      if (updates.length > 0) await receiveUpdates(ctx, bot, updates, signal);
      for (const { update_id } of updates)
        if (Number.isSafeInteger(update_id)) offset = Math.max(offset ?? 0, update_id + 1);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures++;
      // Another process asks for the same bot, or a webhook was set.
      if (error instanceof GrammyError && error.error_code === 409) webhookGone = false;
      ctx.log.warn({ bot: bot.id, error: (error as Error).message, failures }, 'no updates from Telegram');
      const told = error instanceof GrammyError ? (error.parameters.retry_after ?? 0) * 1000 : 0;
      await pause(Math.max(told, Math.min(LONGEST_PAUSE_MS, 500 * 2 ** Math.min(failures - 1, 10))), signal);
    }
  }
}

const pause = (ms: number, signal: AbortSignal) => wait(ms, undefined, { signal }).catch(() => {});
