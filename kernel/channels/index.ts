/**
 * Public API of the channels package: it carries messages between people and the server, and does not interpret them.
 */

import type { Ctx } from '../ctx/index.ts';
import { definePackage } from '../module/index.ts';
import { retentionSettings } from '../retention/index.ts';
import { getSettings } from '../settings/index.ts';
import { conversationMessage } from './conversation-message.ts';
import { channelsHealth } from './health.ts';
import { withdrawChoicesJob } from './jobs/withdraw-choices.job.ts';
import { mediaSettings } from './media-quota.ts';
import { personalData } from './personal-data.ts';
import { probeChannels } from './probe.ts';
import { channelSource } from './process/channel-source.ts';
import { chatMedia } from './process/fetch-media.ts';
import { channelRoutes } from './routes/channels.routes.ts';
import { inboxRoutes } from './routes/inbox.routes.ts';
import { smsAdapter, smsSettings, twilioWebhook } from './sms/index.ts';
import { telegramAdapter, telegramSettings, telegramWebhook } from './telegram/index.ts';
import type { ChatAdapter } from './types.ts';
import { webAdapter, webChatRoutes, webChatSettings } from './web/index.ts';
import { whatsappAdapter, whatsappSettings, whatsappWebhook } from './whatsapp/index.ts';

export { changeConversationPerson } from './actions/change-person.ts';
export { adapterOf, type ChannelsService } from './channels-service.ts';
export { type ConversationRow, findConversation, toConversation, windowEnds, windowOpen } from './conversation.ts';
export { countText } from './media-quota.ts';
export { conversationOf } from './process/conversation-of.ts';
export { chatMedia, MAX_MEDIA_BYTES, readAtMost } from './process/fetch-media.ts';
export { type By, sendToConversation, sendToPerson } from './send-to-conversation.ts';
export { receiveTelegram } from './telegram/index.ts';
export type * from './types.ts';
export { withdrawChoices } from './withdraw-choices.ts';

const chatDays = async (inside: Ctx) => (await getSettings(inside, retentionSettings)).chat_days;

export const channelsPackage = definePackage({
  name: 'channels',
  personalData,
  permissions: { 'channels.read': 'ops', 'channels.reply': 'ops' },
  errors: {
    'channels.no_chat': 404,
    'channels.conversation_not_found': 404,
    'channels.blocked': 409,
    'channels.opted_out': 409,
    'channels.empty_message': 400,
    'channels.no_conversation': 409,
    'channels.media_gone': 410,
    'channels.media_too_large': 413,
    'channels.media_refused': 415,
    'channels.media_unavailable': 503,
    'channels.media_quota': 429,
    'channels.media_quota_all': 429,
    'channels.text_quota': 429,
    'channels.text_quota_all': 429,
    'channels.disk_full': 507,
    'channels.too_fast': 429,
    'channels.too_many_chats': 429,
    'channels.bad_signature': 401,
    'channels.whatsapp_incomplete': 422,
    'channels.whatsapp_bad_templates': 422,
    'channels.telegram_bad_token': 422,
    'channels.sms_incomplete': 422,
  },
  chatAdapters: [webAdapter, whatsappAdapter, telegramAdapter, smsAdapter],
  settings: [whatsappSettings, telegramSettings, smsSettings, webChatSettings, mediaSettings],
  routes: [...inboxRoutes, ...channelRoutes, ...webChatRoutes],
  health: { channels: channelsHealth },
  probe: probeChannels,
  jobs: [withdrawChoicesJob],
  retention: [
    // Longer than any event is retried, and longer than a night without a worker; processed uploads are deleted at
    // once.
    { table: 'web_chat_upload', by: 'batch', age: 'received_at', days: 1 },
    // Questions that still wait for an answer of staff stay.
    { table: 'conversation_message', by: 'batch', age: 'id', days: chatDays, only: 'asks_id is null' },
    { table: 'media_use', by: 'batch', age: 'day', days: 1 },
  ],
  http(app, boot) {
    whatsappWebhook(app, boot);
    telegramWebhook(app, boot);
    twilioWebhook(app, boot);
  },
  messages: [conversationMessage],
  files: [chatMedia],
  topics: {
    conversation: 'channels.read',
    'conversation.message': 'channels.read',
  },
  async start(boot) {
    const adapters = new Map<string, ChatAdapter>();
    for (const adapter of boot.manifests.flatMap((manifest) => manifest.chatAdapters ?? [])) {
      if (adapters.has(adapter.name)) throw new Error(`two channels named ${adapter.name}`);
      adapters.set(adapter.name, adapter);
      boot.services.inbox?.sources.set(adapter.name, channelSource);
      if (adapter.kind) boot.services.messages?.kinds.push(adapter.kind);
    }
    boot.services.channels = { adapters };
    return undefined;
  },
});
