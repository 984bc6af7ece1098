import { defineFlow } from '../../conversations/index.ts';
import { linkChat } from '../actions/link-chat.action.ts';
import { codeIn } from './code.ts';

/** Links a chat when somebody sends the one-time code of an account: `/start account-7KQ2M9XA`, or "start account-…". */
export const linking = defineFlow<object>({
  name: 'portal.link',
  texts: 'chat.portal',
  initial: () => ({}),
  entries: [],
  states: {},
  async start({ ctx, conversation, t }, payload) {
    const code = codeIn(payload);
    if (code === null) return null;
    const linked = await linkChat(ctx, conversation.id, code);
    const text = linked.ok ? t('linked', { name: linked.data.name }) : t(`errors.${linked.code}`);
    return { end: true, send: [{ text }] };
  },
});
