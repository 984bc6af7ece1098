/** SMS as a channel: numbered text, sent with Twilio. */

import type { ChatAdapter } from '../channels/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { receive } from '../inbox/index.ts';
import { hashSecret } from '../lib/tokens.ts';
import type { ChannelAccount } from '../messages/index.ts';
import { ANY_ADDRESS, exchange } from '../outbound/index.ts';
import { twilioOf } from './accounts.ts';
import { fetchTwilioMedia } from './media.ts';
import { type KeptForm, REFUSED, readForm } from './read-event.ts';
import { smsLimits } from './render.ts';
import { basic, CONCURRENCY, openTwilio, PACE } from './send.ts';
import { TWILIO_PATH } from './webhook.ts';

export const smsAdapter: ChatAdapter = {
  name: 'sms',
  settings: 'sms',
  webhook: '/sms/twilio/webhook',
  limits: smsLimits,
  read: readForm,
  fetchMedia: fetchTwilioMedia,
  withText: (payload, text): KeptForm => ({ ...(payload as KeptForm), media_text: text }),
  consent: 'channel',
  windowHours: null,
  kind: {
    name: 'sms',
    async accountOf(ctx): Promise<ChannelAccount | null> {
      const account = await twilioOf(ctx);
      if (!account) return null;
      const { PUBLIC_URL } = ctx.config;
      return {
        key: `${orgOf(ctx).id}:${hashSecret(JSON.stringify(account)).toString('base64url')}`,
        concurrency: CONCURRENCY,
        pace: PACE,
        from: { name: orgOf(ctx).name, address: account.from },
        open: () =>
          openTwilio({
            account,
            // Twilio refuses a message whose callback address it cannot reach.
            callback: /^https?:\/\/(localhost|127\.|\[::1\])/.test(PUBLIC_URL) ? null : PUBLIC_URL + TWILIO_PATH,
            onBlocked: (address, message) => optedOut(ctx, account.from, account.sid, address, message.id),
          }),
      };
    },
  },
  async describe(ctx: Ctx) {
    const account = await twilioOf(ctx);
    return account ? { ready: true, account: account.from, name: account.from } : { ready: false, account: null };
  },
  async probe(ctx) {
    const account = await twilioOf(ctx);
    if (!account) return null;
    // https://www.twilio.com/docs/iam/api/account
    const { status, bytes } = await exchange({
      method: 'GET',
      url: `${account.root}/2010-04-01/Accounts/${account.sid}.json`,
      policy: ANY_ADDRESS,
      headers: { authorization: basic(account) },
    });
    return status < 300 ? null : `${status}: ${bytes.toString().slice(0, 300)}`;
  },
};

/** Stored like a message of the person, so that the conversation is marked. */
async function optedOut(ctx: Ctx, from: string, sid: string, address: string, messageId: string): Promise<void> {
  const at = ctx.clock.now();
  const providerId = `opted_out:${messageId}:${at.getTime()}`;
  const form = { MessageSid: providerId, AccountSid: sid, From: address, To: from, OptOutType: REFUSED, Body: '' };
  const payload: KeptForm = { form, received_at: at.toISOString() };
  await receive(ctx, 'sms', from, [{ providerId, address, kind: 'status', payload }]);
}
