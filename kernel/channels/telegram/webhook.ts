import type { FastifyInstance } from 'fastify';
import type { Update } from 'grammy/types';
import type { Ctx } from '../../ctx/index.ts';
import { refuseWebhook } from '../../inbox/index.ts';
import type { Boot } from '../../module/index.ts';
import type { Bot } from './api.ts';
import { botBySecret } from './bots.ts';
import { receiveUpdates } from './receive-updates.ts';
import { registerWebhooks } from './register-webhooks.ts';

export const WEBHOOK_PATH = '/telegram/webhook';

/**
 * Telegram's webhook: stores updates and answers 200 at once. After any other answer Telegram repeats the update, so
 * only faults that may pass are refused. When the server starts to listen it sets this address at Telegram, if
 * TELEGRAM_WEBHOOK_URL is set.
 */
export function telegramWebhook(app: FastifyInstance, boot: Boot): void {
  const stopping = new AbortController();
  app.decorateRequest('telegram', null);
  app.route({
    method: 'POST',
    url: WEBHOOK_PATH,
    schema: { hide: true },
    // Telegram uses few addresses; other requests fail at the header.
    config: { rateLimit: false },
    // of senders who know the secret
    bodyLimit: 1024 * 1024,
    onRequest: async (request, reply) => {
      const known = await botBySecret(boot, request.headers['x-telegram-bot-api-secret-token']);
      if (!known) return refuseWebhook(boot, request, reply, 'channels.bad_signature');
      request.telegram = known;
    },
    handler: async (request) => {
      const { ctx, bot } = request.telegram as { ctx: Ctx; bot: Bot };
      await receiveUpdates({ ...ctx, log: request.log }, bot, [request.body as Update], stopping.signal);
      return { ok: true };
    },
  });
  app.addHook('onListen', async () => {
    if (boot.config.TELEGRAM_WEBHOOK_URL) void registerWebhooks(boot, stopping.signal);
  });
  app.addHook('preClose', async () => stopping.abort());
}

declare module 'fastify' {
  interface FastifyRequest {
    telegram: { ctx: Ctx; bot: Bot } | null;
  }
}
