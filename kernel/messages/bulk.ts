import { defineBulk } from '../bulk/index.ts';
import { resendMessage } from './actions/resend-messages.action.ts';
import { listMessages, MessageFilter } from './queries/list-messages.ts';

/** What can be done to all messages that the outbox's filters find. */
export const bulk = [
  defineBulk({
    name: 'messages',
    filter: MessageFilter,
    list: listMessages,
    actions: { resend: { permission: 'messages.resend', act: (tx, id) => resendMessage(tx, id) } },
  }),
];
