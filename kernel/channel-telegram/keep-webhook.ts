import { setTimeout as wait } from 'node:timers/promises';
import { noteReceiving } from '../channels/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { doublingPause } from '../lib/backoff.ts';
import { type Bot, botApi } from './api.ts';
import { webhookSecret } from './bots.ts';
import { ALLOWED_UPDATES } from './read-update.ts';
import { setCommands } from './set-commands.ts';

/** Milliseconds between looks at what Telegram says of the webhook. */
const LOOK_MS = 60_000;
const PAUSES = { firstMs: 2_000, longestMs: LOOK_MS };
const TIMEOUTS = { connect: 5_000, reply: 15_000 };
/** So many looks in a row at which Telegram couldn't reach us. */
const UNREACHABLE = 3;

/**
 * Keeps the webhook of a bot at Telegram until `signal`: set at once, again after failures, and when somebody else has
 * changed it; and notes what Telegram says of it. `ifReachable`: the promise ends when Telegram can't reach the address.
 * Setting it twice changes nothing, so several processes may do it. Never throws.
 */
export async function keepWebhook(
  ctx: Ctx,
  bot: Bot,
  url: string,
  signal: AbortSignal,
  ifReachable: boolean,
): Promise<void> {
  const api = botApi(bot, TIMEOUTS);
  const note = (fault: string) => noteReceiving(ctx, { channel: 'telegram', account: bot.id, fault });
  let failures = 0;
  let missed = 0;
  let set = false;
  while (!signal.aborted) {
    try {
      const info = set ? await api.getWebhookInfo(signal as never) : null;
      if (info?.url !== url) {
        await api.setWebhook(
          url,
          { secret_token: webhookSecret(ctx.config, orgOf(ctx), bot), allowed_updates: [...ALLOWED_UPDATES] },
          signal as never,
        );
        ctx.log.info({ bot: bot.id, organizationId: orgOf(ctx).id }, 'Telegram brings updates to the webhook');
        if (!set) void setCommands(ctx, bot, signal);
        set = true;
        missed = 0;
      } else {
        // What waits there has not come through since its last failure.
        const fault = info.pending_update_count > 0 ? (info.last_error_message ?? null) : null;
        missed = fault ? missed + 1 : 0;
        if (fault) await note(`Telegram: ${fault}`);
        if (ifReachable && missed >= UNREACHABLE) return;
      }
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures++;
      ctx.log.warn({ bot: bot.id, error: (error as Error).message }, 'the webhook could not be set at Telegram');
      await note((error as Error).message);
    }
    const pauseMs = failures > 0 ? doublingPause(failures, PAUSES) : LOOK_MS;
    await wait(pauseMs, undefined, { signal, ref: false }).catch(() => {});
  }
}

/** The address for Telegram: a bare host gets our path. */
export function webhookUrl(configured: string): string {
  const url = new URL(configured);
  if (url.pathname === '/') url.pathname = '/telegram/webhook';
  return url.href;
}
