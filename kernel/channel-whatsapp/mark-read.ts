import type { Ctx } from '../ctx/index.ts';
import { ANY_ADDRESS, exchange } from '../outbound/index.ts';
import { whatsappOf } from './accounts.ts';
import type { WaPayload } from './read-event.ts';

const TIMEOUTS = { connect: 3_000, reply: 5_000 };

/**
 * Shows two blue ticks at a message, and "typing" until our answer arrives or 25 seconds have passed
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators/).
 */
export async function markRead(ctx: Ctx, number: string, payload: unknown, typing: boolean): Promise<void> {
  const account = await whatsappOf(ctx);
  const { message } = payload as Extract<WaPayload, { message: unknown }>;
  if (account?.phoneNumberId !== number || !message?.id) return;
  await exchange({
    method: 'POST',
    url: `${account.root}/${account.phoneNumberId}/messages`,
    policy: ANY_ADDRESS,
    headers: { authorization: `Bearer ${account.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: message.id,
      ...(typing && { typing_indicator: { type: 'text' } }),
    }),
    timeouts: TIMEOUTS,
  });
}
