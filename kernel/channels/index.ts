/** The door of the channels room: carries messages between people and the house, and understands nothing of them. */
import { defineRoom } from '../module/index.ts';
import { channelsHealth } from './health.ts';
import { forgetEventsJob } from './jobs/forget-events.job.ts';
import { withdrawChoicesJob } from './jobs/withdraw-choices.job.ts';
import { mediaSettings } from './media-quota.ts';
import { countEvents } from './observe.ts';
import { chatMedia } from './process/fetch-media.ts';
import { startProcessor } from './process/processor.ts';
import { EVENT_TOPIC } from './receive.ts';
import { channelRoutes } from './routes/channels.routes.ts';
import { inboxRoutes } from './routes/inbox.routes.ts';
import { sayMessage } from './say-message.ts';
import { smsAdapter, smsSettings, twilioWebhook } from './sms/index.ts';
import { telegramAdapter, telegramSettings, telegramWebhook } from './telegram/index.ts';
import type { ChatAdapter } from './types.ts';
import { sweepUploads, webAdapter, webChatRoutes, webChatSettings } from './web/index.ts';
import { whatsappAdapter, whatsappSettings, whatsappWebhook } from './whatsapp/index.ts';

export { changeConversationPerson } from './actions/change-person.ts';
export { type ConversationRow, findConversation, toConversation, windowEnds, windowOpen } from './conversation.ts';
export { adapterOf, type ChannelsService } from './house.ts';
export { conversationOf } from './process/conversation-of.ts';
export { chatMedia, MAX_MEDIA_BYTES, readAtMost } from './process/fetch-media.ts';
export type { Processor } from './process/processor.ts';
export { type RawEvent, receive } from './receive.ts';
export { type By, say, sayToPerson } from './say.ts';
export { type Polling, pollTelegram } from './telegram/index.ts';
export type * from './types.ts';
export { withdrawChoices } from './withdraw-choices.ts';

export const channelsRoom = defineRoom({
  name: 'channels',
  permissions: { 'channels.read': 'ops', 'channels.reply': 'ops' },
  errors: {
    'channels.no_chat': 404,
    'channels.conversation_not_found': 404,
    'channels.event_not_failed': 409,
    'channels.event_unreadable': 409,
    'channels.blocked': 409,
    'channels.opted_out': 409,
    'channels.nothing_said': 400,
    'channels.no_conversation': 409,
    'channels.media_gone': 410,
    'channels.media_too_large': 413,
    'channels.media_refused': 415,
    'channels.media_unavailable': 503,
    'channels.media_quota': 429,
    'channels.media_quota_all': 429,
    'channels.no_room': 507,
    'channels.too_fast': 429,
    'channels.too_many_chats': 429,
    'channels.bad_signature': 401,
    'channels.whatsapp_incomplete': 422,
    'channels.whatsapp_bad_templates': 422,
    'channels.telegram_bad_token': 422,
    'channels.sms_incomplete': 422,
  },
  chatAdapters: [whatsappAdapter, telegramAdapter, smsAdapter, webAdapter],
  settings: [whatsappSettings, telegramSettings, smsSettings, webChatSettings, mediaSettings],
  routes: [...inboxRoutes, ...channelRoutes, ...webChatRoutes],
  health: { channels: channelsHealth },
  metrics: countEvents,
  jobs: [forgetEventsJob, sweepUploads, withdrawChoicesJob],
  http(app, boot) {
    whatsappWebhook(app, boot);
    telegramWebhook(app, boot);
    twilioWebhook(app, boot);
  },
  messages: [sayMessage],
  files: [chatMedia],
  topics: {
    conversation: 'channels.read',
    'conversation.message': 'channels.read',
    'channels.failed': 'channels.read',
  },
  async start(boot) {
    const adapters = new Map<ChatAdapter['name'], ChatAdapter>();
    for (const adapter of boot.manifests.flatMap((manifest) => manifest.chatAdapters ?? [])) {
      if (adapters.has(adapter.name)) throw new Error(`two channels named ${adapter.name}`);
      adapters.set(adapter.name, adapter);
      if (adapter.kind) boot.house.messages?.kinds.push(adapter.kind);
    }
    boot.house.channels = { adapters, processor: undefined, poke() {} };
    return undefined;
  },
  // After everything has started, since a handler may use any of it; where jobs run, since it is work beside requests.
  async ready(boot) {
    const service = boot.house.channels;
    if (!service || boot.role === 'web') return undefined;
    const processor = startProcessor(boot, service.adapters);
    service.processor = processor;
    service.poke = processor.poke;
    const deaf = boot.house.realtime?.on(EVENT_TOPIC, () => processor.poke());
    return {
      async stop() {
        deaf?.();
        await processor.stop();
      },
    };
  },
});
