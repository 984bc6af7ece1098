import { defineFlow } from '../conversations/index.ts';
import { linkChat } from './actions/link-chat.action.ts';
import { codeIn } from './code.ts';

/**
 * Links a chat when a person sends a member's one-time code: `/start staff-7KQ2M9XA`, or the words "start
 * staff-7KQ2M9XA".
 */
export const linking = defineFlow<object>({
  name: 'staff.link',
  texts: 'chat.staff',
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
