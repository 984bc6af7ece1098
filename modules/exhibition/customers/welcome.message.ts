import { credentialUrl, qrPng, tokenOf } from '../../../kernel/credentials/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { t } from '../../../kernel/i18n/index.ts';
import { defineMessage, mailBody } from '../../../kernel/messages/index.ts';
import { getCustomer } from './customers.query.ts';

/**
 * The e-mail after registering: the 8-character ID, the QR code in the text and as a file, the link to the own page.
 */
export const welcome = defineMessage<{ customerId: string }>({
  name: 'exhibition.welcome',
  async render(ctx: Ctx, { customerId }) {
    const found = await getCustomer(ctx, customerId);
    if (!found.ok) throw new Error(`customer ${customerId} is gone`);
    const { code, name, exhibition_name } = found.data;
    const token = await tokenOf(ctx, { subjectType: 'exhibition.customer', subjectId: customerId });
    if (!token) throw new Error(`customer ${customerId} has no valid code`);
    const url = credentialUrl(ctx.config.PUBLIC_URL, token);
    const text = (key: string) =>
      t(ctx, `messages.exhibition.welcome.${key}`, { name, code, exhibition: exhibition_name, url });
    return {
      subject: text('subject'),
      // By SMS, to who has no address.
      chat: { text: text('short') },
      ...mailBody(ctx, [
        { kind: 'heading', text: text('heading') },
        { kind: 'text', text: text('intro') },
        { kind: 'code', label: text('code_label'), text: code },
        { kind: 'image', cid: 'qr', alt: text('qr_alt'), width: 220 },
        { kind: 'text', text: text('keep') },
        { kind: 'button', text: text('open'), url },
      ]),
      attachments: [{ filename: `${code}.png`, contentType: 'image/png', content: await qrPng(url), cid: 'qr' }],
    };
  },
});
