/** Telegram as a channel. */

import type { ChatAdapter } from '../channels/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { receive } from '../inbox/index.ts';
import { hashSecret } from '../lib/tokens.ts';
import type { ChannelAccount } from '../messages/index.ts';
import { type Bot, botApi } from './api.ts';
import { botOf } from './bots.ts';
import { fetchTelegramMedia } from './media.ts';
import { readUpdate, refusalEvent } from './read-update.ts';
import { removeButtons } from './remove-buttons.ts';
import { telegramLimits } from './render.ts';
import { CONCURRENCY, openTelegram, PACE } from './send.ts';
import { showTyping } from './typing.ts';

export const telegramAdapter: ChatAdapter = {
  name: 'telegram',
  settings: 'telegram',
  webhook: '/telegram/webhook',
  limits: telegramLimits,
  read: readUpdate,
  fetchMedia: fetchTelegramMedia,
  removeChoices: removeButtons,
  consent: 'ours',
  markRead: showTyping,
  windowHours: null,
  kind: {
    name: 'telegram',
    async accountOf(ctx): Promise<ChannelAccount | null> {
      const bot = await botOf(ctx);
      if (!bot) return null;
      const onBlocked = async (address: string, message: { id: string }) => {
        await receive(ctx, 'telegram', bot.id, [refusalEvent(message.id, address, ctx.clock.now())]);
      };
      return {
        // A hash of the token is included, so that a renewed token opens the account again.
        key: `${orgOf(ctx).id}:${bot.id}:${hashSecret(bot.token).toString('base64url')}`,
        concurrency: CONCURRENCY,
        pace: PACE,
        from: { name: orgOf(ctx).name },
        open: () => openTelegram({ bot, onBlocked }),
      };
    },
  },
  async describe(ctx: Ctx) {
    const bot = await botOf(ctx);
    if (!bot) return { ready: false, account: null };
    const name = await nameOf(bot);
    return { ready: true, account: bot.id, ...(name && { name }) };
  },
  async probe(ctx) {
    const bot = await botOf(ctx);
    if (bot) await botApi(bot, { connect: 5_000, reply: 10_000 }).getMe();
    return null;
  },
  // https://core.telegram.org/bots/features#deep-linking
  linkTo(_, { name = '' }, start) {
    const bot = name.replace(/^@/, '');
    return /^\w{3,64}$/.test(bot) ? `https://t.me/${bot}${start ? `?start=${start}` : ''}` : null;
  },
};

/**
 * The name that people search for: `@counterfoil_bot`. Cached, because the console's list of channels must not wait
 * when Telegram does not answer.
 */
async function nameOf(bot: Bot): Promise<string | undefined> {
  const known = names.get(bot.token);
  if (known && (known.name || performance.now() - known.at < NAME_RETRY_MS)) return known.name;
  names.set(bot.token, { at: performance.now() });
  try {
    const { username } = await botApi(bot, { connect: 1_000, reply: 1_500 }).getMe();
    names.set(bot.token, { at: performance.now(), name: `@${username}` });
    return `@${username}`;
  } catch {
    return undefined;
  }
}

const NAME_RETRY_MS = 60_000;
const names = new Map<string, { at: number; name?: string }>();
