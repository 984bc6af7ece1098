import { type Ctx, orgOf } from '../ctx/index.ts';
import { t } from '../i18n/index.ts';
import { defineMessage, mailBody } from '../messages/index.ts';
import type { WaitingView } from './contract.ts';

/** What waits for a member, once a day by their choice. */
export const digestMail = defineMessage<{ items: WaitingView[] }>({
  name: 'waiting.digest',
  goodForDays: 1,
  render(ctx: Ctx, { items }) {
    const total = items.reduce((sum, { count }) => sum + count, 0);
    const values = { organization: orgOf(ctx).name, count: total };
    const text = (key: string) => t(ctx, `messages.waiting.digest.${key}`, values);
    return {
      subject: text('subject'),
      ...mailBody(ctx, [
        { kind: 'heading', text: text('heading') },
        ...items.map(({ kind, count }) => ({
          kind: 'text' as const,
          text: t(ctx, `console.waiting.${kind}`, { count }),
        })),
        { kind: 'button', text: text('button'), url: `${ctx.config.PUBLIC_URL}/console${items[0]?.to ?? '/'}` },
        { kind: 'note', text: text('note') },
      ]),
    };
  },
});
