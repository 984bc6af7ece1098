import { orgOf } from '../ctx/index.ts';
import { formatDateTime, formattingOf, t } from '../i18n/index.ts';
import { defineMessage, mailBody } from '../messages/index.ts';

/**
 * The mail with the head of an organization's audit chain. Owners keep it where nobody who controls the database can
 * change it.
 */
export const headMail = defineMessage<{ head: string; sequence: number; sealedAt: string }>({
  name: 'audit_heads.head',
  render(ctx, { head, sequence, sealedAt }) {
    const time = formatDateTime(new Date(sealedAt), formattingOf(ctx));
    const values = { organization: orgOf(ctx).name, sequence, time, head };
    const text = (key: string) => t(ctx, `messages.audit_heads.head.${key}`, values);
    return {
      subject: text('subject'),
      ...mailBody(ctx, [
        { kind: 'heading', text: text('heading') },
        { kind: 'text', text: text('text') },
        { kind: 'code', text: head },
        { kind: 'note', text: text('note') },
      ]),
    };
  },
});
