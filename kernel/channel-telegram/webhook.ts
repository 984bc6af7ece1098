import type { FastifyInstance } from 'fastify';
import type { Update } from 'grammy/types';
import { noteReceiving } from '../channels/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { refuseWebhook } from '../inbox/index.ts';
import type { Boot } from '../module/index.ts';
import type { Bot } from './api.ts';
import { botBySecret } from './bots.ts';
import { receiveTelegram } from './receive-telegram.ts';
import { receiveUpdates } from './receive-updates.ts';

const WEBHOOK_PATH = '/telegram/webhook';

/**
 * Telegram's webhook: stores updates and answers 200 at once. After any other answer Telegram repeats the update, so
 * only faults that may pass are refused. When the server listens, it sets this address at Telegram, or asks for updates
 * where Telegram can't reach it.
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
      await noteReceiving(ctx, { channel: 'telegram', account: bot.id });
      await receiveUpdates({ ...ctx, log: request.log }, bot, [request.body as Update], stopping.signal);
      return { ok: true };
    },
  });
  let receiving: Promise<void> | undefined;
  app.addHook('onListen', async () => {
    receiving = receiveTelegram(boot, stopping.signal);
  });
  app.addHook('preClose', async () => {
    stopping.abort();
    await receiving;
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    telegram: { ctx: Ctx; bot: Bot } | null;
  }
}
