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
import type { ChatAdapter } from './types.ts';
import { waiting } from './waiting.ts';

export { changeConversationPerson } from './actions/change-person.action.ts';
export { adapterOf } from './channels-service.ts';
export { findConversation, toConversation } from './conversation.ts';
export { countMedia, countText, mediaFault } from './media-quota.ts';
export { PartsSent } from './parts-sent.ts';
export { pauseAccount } from './pause-account.ts';

export { chatMedia, MAX_MEDIA_BYTES, MEDIA_LIMITS, tooLarge } from './process/fetch-media.ts';
export { type Picture, picturesAfter } from './queries/pictures-together.ts';
export { receiveCounted } from './receive-counted.ts';
export { forgetOthers, noteReceiving } from './receiving.ts';
export { sendToConversation, sendToPerson } from './send-to-conversation.ts';
export type * from './types.ts';
export { withdrawChoices } from './withdraw-choices.ts';

const chatDays = async (inside: Ctx) => (await getSettings(inside, retentionSettings)).chat_days;

export const channelsPackage = definePackage({
  name: 'channels',
  personalData,
  waiting,
  permissions: { 'channels.read': 'ops', 'channels.reply': 'ops' },
  errors: {
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
    'channels.bad_signature': 401,
  },
  settings: [mediaSettings],
  routes: [...inboxRoutes, ...channelRoutes],
  health: { channels: channelsHealth },
  probe: probeChannels,
  jobs: [withdrawChoicesJob],
  retention: [
    // Questions that still wait for an answer of staff stay.
    { table: 'conversation_message', by: 'batch', age: 'id', days: chatDays, only: 'asks_id is null' },
    { table: 'media_use', by: 'batch', age: 'day', days: 1 },
  ],
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
