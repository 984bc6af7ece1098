import { orgOf } from '../../../kernel/ctx/index.ts';
import { t } from '../../../kernel/i18n/index.ts';
import { defineMessage, mailBody } from '../../../kernel/messages/index.ts';

/** Alarms by mail, several in one. The texts are those of the moment at which they were due. */
export const alarmMessage = defineMessage<{ subject: string; lines: string[]; link: string }>({
  name: 'coffee.alarm',
  goodForDays: 1,
  render(ctx, { subject, lines, link }) {
    return {
      subject: `${orgOf(ctx).name}: ${subject}`,
      ...mailBody(ctx, [
        { kind: 'heading', text: subject },
        ...lines.map((text) => ({ kind: 'text' as const, text })),
        { kind: 'button', text: t(ctx, 'messages.coffee.alarm.open'), url: link },
      ]),
    };
  },
});
