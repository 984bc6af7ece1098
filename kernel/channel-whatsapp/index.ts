/** Public API of the channel-whatsapp package: WhatsApp (Cloud API) as a channel. */

import { definePackage } from '../module/index.ts';
import { whatsappSettings } from './accounts.ts';
import { whatsappAdapter } from './adapter.ts';
import { whatsappWebhook } from './webhook.ts';

export const channelWhatsappPackage = definePackage({
  name: 'channel-whatsapp',
  errors: { 'channels.whatsapp_incomplete': 422, 'channels.whatsapp_bad_templates': 422 },
  chatAdapters: [whatsappAdapter],
  settings: [whatsappSettings],
  http: whatsappWebhook,
});
