import type { Ctx } from '../../../kernel/ctx/index.ts';
import { t } from '../../../kernel/i18n/index.ts';
import { defineMessage, mailBody } from '../../../kernel/messages/index.ts';
import { getExhibition } from '../exhibitions/exhibitions.query.ts';
import { getForm } from '../form/form.query.ts';
import { waitingLink } from './waiting-link.ts';

/** To who registered and found no place: they wait, and the ID card comes by itself. */
export const waitingMessage = defineMessage<{ exhibitionId: string; waitingId?: string }>({
  name: 'exhibition.waiting',
  async render(ctx: Ctx, { exhibitionId, waitingId }) {
    const [found, form] = await Promise.all([getExhibition(ctx, exhibitionId), getForm(ctx, exhibitionId)]);
    if (!found.ok) throw new Error(`exhibition ${exhibitionId} is gone`);
    const text = (key: string) => t(ctx, `messages.exhibition.waiting.${key}`, { exhibition: found.data.name });
    // A message of the version before names nobody.
    const url = waitingId && form.ok && form.data.url ? waitingLink(ctx, form.data.url, waitingId) : null;
    return {
      subject: text('subject'),
      chat: { text: [text('short'), url && `${text('leave')}: ${url}`].filter(Boolean).join(' ') },
      ...mailBody(ctx, [
        { kind: 'heading', text: text('heading') },
        { kind: 'text', text: text('text') },
        { kind: 'note', text: text('note') },
        ...(url ? [{ kind: 'button' as const, text: text('leave'), url }] : []),
      ]),
    };
  },
});
