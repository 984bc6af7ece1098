import type { Ctx } from '../../../kernel/ctx/index.ts';
import { t } from '../../../kernel/i18n/index.ts';
import { defineMessage, mailBody } from '../../../kernel/messages/index.ts';
import { getExhibition } from '../exhibitions/exhibitions.query.ts';

/** To who registered and found no place: they wait, and the ID card comes by itself. */
export const waitingMessage = defineMessage<{ exhibitionId: string }>({
  name: 'exhibition.waiting',
  async render(ctx: Ctx, { exhibitionId }) {
    const found = await getExhibition(ctx, exhibitionId);
    if (!found.ok) throw new Error(`exhibition ${exhibitionId} is gone`);
    const text = (key: string) => t(ctx, `messages.exhibition.waiting.${key}`, { exhibition: found.data.name });
    return {
      subject: text('subject'),
      chat: { text: text('short') },
      ...mailBody(ctx, [
        { kind: 'heading', text: text('heading') },
        { kind: 'text', text: text('text') },
        { kind: 'note', text: text('note') },
      ]),
    };
  },
});
