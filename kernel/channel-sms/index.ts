/** Public API of the channel-sms package: SMS as a channel, sent with Twilio. */

import { definePackage } from '../module/index.ts';
import { smsSettings } from './accounts.ts';
import { smsAdapter } from './adapter.ts';
import { twilioWebhook } from './webhook.ts';

export const channelSmsPackage = definePackage({
  name: 'channel-sms',
  errors: { 'channels.sms_incomplete': 422 },
  chatAdapters: [smsAdapter],
  settings: [smsSettings],
  http: twilioWebhook,
});
