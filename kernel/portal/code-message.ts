import { type Ctx, orgOf } from '../ctx/index.ts';
import { t } from '../i18n/index.ts';
import { createSecretBox } from '../lib/secretbox.ts';
import { defineMessage, mailBody } from '../messages/index.ts';
import { CODE_MINUTES } from './limits-contract.ts';

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
    const text = (key: string) => t(ctx, `messages.portal.code.${key}`, values);
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
