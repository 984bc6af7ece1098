import { type Ctx, orgOf } from '../ctx/index.ts';
import { t } from '../i18n/index.ts';
import { createSecretBox } from '../lib/secretbox.ts';
import { defineMessage, mailBody } from '../messages/index.ts';
import { CODE_MINUTES } from './codes.ts';

const box = (ctx: Ctx) => createSecretBox(ctx.config.SECRET_KEY, 'portal-codes');
/** Seals a code, so that the outbox's rows contain no usable one. */
export const sealCode = (ctx: Ctx, code: string): string => box(ctx).seal(code, 'code');
export const openCode = (ctx: Ctx, sealed: string): string => box(ctx).open(sealed, 'code');

export const portalCodeMessage = defineMessage<{ sealed: string }>({
  name: 'portal.code',
  confidential: true,
  goodForDays: 1,
  render(ctx, { sealed }) {
    const values = { code: openCode(ctx, sealed), minutes: CODE_MINUTES, organization: orgOf(ctx).name };
    const say = (key: string) => t(ctx, `messages.portal.code.${key}`, values);
    return {
      subject: say('subject'),
      chat: { text: say('short') },
      ...mailBody(ctx, [
        { kind: 'heading', text: say('heading') },
        { kind: 'text', text: say('text') },
        { kind: 'note', text: say('note') },
      ]),
    };
  },
});
