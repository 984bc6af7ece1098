import { orgOf } from '../ctx/index.ts';
import { t } from '../i18n/index.ts';
import { defineMessage, mailBody } from '../messages/index.ts';

/** Tells the owners that somebody has a copy of a device's token. */
export const copiedMail = defineMessage<{ name: string }>({
  name: 'devices.token_copied',
  render(ctx, { name }) {
    const values = { organization: orgOf(ctx).name, name };
    const text = (key: string) => t(ctx, `messages.devices.token_copied.${key}`, values);
    return {
      subject: text('subject'),
      ...mailBody(ctx, [
        { kind: 'heading', text: text('heading') },
        { kind: 'text', text: text('text') },
        { kind: 'note', text: text('note') },
      ]),
    };
  },
});
