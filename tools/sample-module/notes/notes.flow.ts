import { defineFlow } from '../../../kernel/conversations/index.ts';
import { addNote } from './add-note.action.ts';

/** The chat flow for leaving a note. */
export const leavingNotes = defineFlow<Record<string, never>>({
  name: 'sample.leave',
  texts: 'chat.sample',
  initial: () => ({}),
  entries: [{ id: 'note', to: 'text', menu: true }],
  states: {
    text: {
      takesNumbers: true,
      ask: ({ t }) => ({ text: t('text.ask') }),
      async answer({ ctx, conversation, t }, input) {
        if (input.kind !== 'text') return null;
        const added = await addNote(ctx, input.text, conversation.displayName ?? undefined);
        return added.ok ? { end: true, send: [{ text: t('text.thanks') }] } : added;
      },
    },
  },
});
