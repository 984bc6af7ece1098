import { orgOf } from '../../../kernel/ctx/index.ts';
import { t } from '../../../kernel/i18n/index.ts';
import { defineMessage, mailBody } from '../../../kernel/messages/index.ts';

/** An alert by mail or SMS. The text is that of the moment at which it was due. */
export const alertMessage = defineMessage<{ subject: string; text: string; link: string | null }>({
  name: 'electricity.alert',
  goodForDays: 3,
  render(ctx, { subject, text, link }) {
    return {
      subject,
      chat: { text: `${orgOf(ctx).name}: ${text}` },
      ...mailBody(ctx, [
        { kind: 'heading', text: subject },
        { kind: 'text', text },
        ...(link ? [{ kind: 'button' as const, text: t(ctx, 'messages.electricity.alert.open'), url: link }] : []),
      ]),
    };
  },
});
