import { orgOf } from '../ctx/index.ts';
import { formatDateTime, formattingOf, t } from '../i18n/index.ts';
import { defineMessage, mailBody } from '../messages/index.ts';

/** The end of an organization's audit chain, for its owners to keep where whoever owns the database can't reach it. */
export const headMail = defineMessage<{ head: string; sequence: number; sealedAt: string }>({
  name: 'audit_heads.head',
  render(ctx, { head, sequence, sealedAt }) {
    const time = formatDateTime(new Date(sealedAt), formattingOf(ctx));
    const values = { organization: orgOf(ctx).name, sequence, time, head };
    const say = (key: string) => t(ctx, `messages.audit_heads.head.${key}`, values);
    return {
      subject: say('subject'),
      ...mailBody(ctx, [
        { kind: 'heading', text: say('heading') },
        { kind: 'text', text: say('text') },
        { kind: 'code', text: head },
        { kind: 'note', text: say('note') },
      ]),
    };
  },
});
