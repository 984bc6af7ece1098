import { setTimeout as wait } from 'node:timers/promises';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { doublingPause } from '../../lib/backoff.ts';
import type { Boot } from '../../module/index.ts';
import { type Bot, botApi } from './api.ts';
import { allBots, webhookSecret } from './bots.ts';
import { ALLOWED_UPDATES } from './read-update.ts';
import { setCommands } from './set-commands.ts';

/** Milliseconds between look-ups of the bots: a new bot is found within a minute. */
const LOOK_MS = 60_000;
const PAUSES = { firstMs: 2_000, longestMs: LOOK_MS };
const PATIENCE = { connect: 5_000, reply: 15_000 };

/**
 * Sets the webhook of each bot at Telegram, until `signal`: at once, again after failures, and for bots that are set up
 * later. Setting it twice changes nothing, so several processes may do it. Never throws.
 */
export async function registerWebhooks(boot: Boot, signal: AbortSignal): Promise<void> {
  const url = webhookUrl(boot.config.TELEGRAM_WEBHOOK_URL ?? '');
  const done = new Set<string>();
  let failures = 0;
  while (!signal.aborted) {
    try {
      const missing = (await allBots(boot)).filter(({ bot }) => !done.has(bot.token));
      const results = await Promise.all(missing.map((one) => register(boot, url, one, signal)));
      for (const [index, registered] of results.entries()) if (registered) done.add(missing[index]?.bot.token ?? '');
      failures = results.every(Boolean) ? 0 : failures + 1;
    } catch (error) {
      failures++;
      boot.log.warn({ error: (error as Error).message }, 'the bots could not be read');
    }
    const pauseMs = failures > 0 ? doublingPause(failures, PAUSES) : LOOK_MS;
    await wait(pauseMs, undefined, { signal, ref: false }).catch(() => {});
  }
}

async function register(
  boot: Boot,
  url: string,
  { ctx, bot }: { ctx: Ctx; bot: Bot },
  signal: AbortSignal,
): Promise<boolean> {
  const organization = orgOf(ctx);
  try {
    await botApi(bot, PATIENCE).setWebhook(
      url,
      { secret_token: webhookSecret(boot.config, organization, bot), allowed_updates: [...ALLOWED_UPDATES] },
      signal as never,
    );
    boot.log.info({ bot: bot.id, organizationId: organization.id }, 'Telegram brings updates to the webhook');
    void setCommands(ctx, bot, signal);
    return true;
  } catch (error) {
    if (!signal.aborted)
      boot.log.warn({ bot: bot.id, error: (error as Error).message }, 'the webhook could not be set at Telegram');
    return false;
  }
}

/** The address for Telegram: a bare host gets our path. */
export function webhookUrl(configured: string): string {
  const url = new URL(configured);
  if (url.pathname === '/') url.pathname = '/telegram/webhook';
  return url.href;
}
