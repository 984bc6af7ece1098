/** Public API of the channel-telegram package: Telegram as a channel. */

import { definePackage } from '../module/index.ts';
import { telegramAdapter } from './adapter.ts';
import { telegramSettings } from './bots.ts';
import { telegramWebhook } from './webhook.ts';

export { receiveTelegram } from './receive-telegram.ts';

export const channelTelegramPackage = definePackage({
  name: 'channel-telegram',
  errors: { 'channels.telegram_bad_token': 422 },
  chatAdapters: [telegramAdapter],
  settings: [telegramSettings],
  http: telegramWebhook,
});
