/** WhatsApp (Cloud API) as a channel. */

import type { ChatAdapter } from '../channels/index.ts';
import { orgOf } from '../ctx/index.ts';
import { hashSecret } from '../lib/tokens.ts';
import type { ChannelAccount } from '../messages/index.ts';
import { ANY_ADDRESS, exchange } from '../outbound/index.ts';
import { getSettings } from '../settings/index.ts';
import { whatsappOf, whatsappSettings } from './accounts.ts';
import { markRead } from './mark-read.ts';
import { fetchWhatsAppMedia } from './media.ts';
import { readEvent } from './read-event.ts';
import { whatsappLimits } from './render.ts';
import { CONCURRENCY, openWhatsApp, PACE } from './send.ts';
import { templateFor } from './templates.ts';

export const whatsappAdapter: ChatAdapter = {
  name: 'whatsapp',
  settings: 'whatsapp',
  webhook: '/whatsapp/webhook/',
  limits: whatsappLimits,
  read: readEvent,
  fetchMedia: fetchWhatsAppMedia,
  consent: 'ours',
  markRead,
  // Free text is allowed for 24 hours after the person's last message.
  windowHours: 24,
  async templateFor(ctx, about) {
    return templateFor((await getSettings(ctx, whatsappSettings)).templates, about);
  },
  kind: {
    name: 'whatsapp',
    async accountOf(ctx): Promise<ChannelAccount | null> {
      const account = await whatsappOf(ctx);
      if (!account) return null;
      return {
        // A hash of the token is included, so that a renewed token opens the account again.
        key: `${orgOf(ctx).id}:${account.phoneNumberId}:${hashSecret(account.accessToken).toString('base64url')}`,
        concurrency: CONCURRENCY,
        pace: PACE,
        from: { name: orgOf(ctx).name },
        open: () => openWhatsApp(account),
      };
    },
  },
  async describe(ctx) {
    const account = await whatsappOf(ctx);
    const { phone } = await getSettings(ctx, whatsappSettings);
    return { ready: account !== null, account: account?.phoneNumberId ?? null, ...(phone && { name: phone }) };
  },
  async probe(ctx) {
    const account = await whatsappOf(ctx);
    if (!account) return null;
    // https://developers.facebook.com/docs/whatsapp/business-management-api/manage-phone-numbers
    const { status, bytes } = await exchange({
      method: 'GET',
      url: `${account.root}/${account.phoneNumberId}?fields=id`,
      policy: ANY_ADDRESS,
      headers: { authorization: `Bearer ${account.accessToken}` },
    });
    return status < 300 ? null : `${status}: ${bytes.toString().slice(0, 300)}`;
  },
  // WhatsApp links have no payload: the link fills in a text instead, which the person sends.
  linkTo(_, { name = '' }, start) {
    const phone = name.replace(/\D/g, '');
    return phone ? `https://wa.me/${phone}${start ? `?text=${encodeURIComponent(`start ${start}`)}` : ''}` : null;
  },
};
