/** Public API of the channel-web package: the web chat as a channel. */

import { definePackage, known } from '../module/index.ts';
import { webAdapter, webChatSettings } from './adapter.ts';
import { webChatRoutes } from './web-chat.routes.ts';

export const channelWebPackage = definePackage({
  name: 'channel-web',
  personalData: {
    rows: [
      {
        table: 'web_chat_upload',
        of: `exists (select from conversation c where c.organization_id = t.organization_id and c.id in ${known('conversation')}
          and c.address = t.visitor_id::text)`,
        hidden: ['bytes'],
        erase: 'delete',
      },
    ],
  },
  errors: { 'channels.no_chat': 404, 'channels.too_fast': 429, 'channels.too_many_chats': 429 },
  chatAdapters: [webAdapter],
  settings: [webChatSettings],
  routes: webChatRoutes,
  // Longer than any event is retried, and longer than a night without a worker; processed uploads are deleted at once.
  retention: [{ table: 'web_chat_upload', by: 'batch', age: 'received_at', days: 1 }],
});
