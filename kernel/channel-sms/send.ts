/**
 * Sends SMS with Twilio's REST API.
 * https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
 */

import { PartsSent } from '../channels/index.ts';
import type { Channel, ChannelAccount, Outbound, Outcome } from '../messages/index.ts';
import { ANY_ADDRESS, exchange, type OutboundTimeouts } from '../outbound/index.ts';
import type { TwilioAccount } from './accounts.ts';
import { isOptedOut, lostOutcome, twilioOutcome } from './outcome.ts';
import { bodiesOf } from './render.ts';

/**
 * Twilio has queues of its own, so a faster pace gains nothing. With a second between messages to one person they
 * usually arrive in order.
 */
export const PACE = { perSecond: 10, perRecipientMs: 1000 } satisfies ChannelAccount['pace'];
export const CONCURRENCY = 5;

export type SmsSending = {
  account: TwilioAccount;
  /** callback address for statuses; null when Twilio cannot reach us */
  callback: string | null;
  onBlocked?(address: string, message: Outbound): Promise<void>;
  timeouts?: Partial<OutboundTimeouts>;
};

export function openTwilio({ account, callback, onBlocked, timeouts = {} }: SmsSending): Channel {
  const stopping = new AbortController();
  const partsSent = new PartsSent();
  const url = `${account.root}/2010-04-01/Accounts/${account.sid}/Messages.json`;
  const headers = { authorization: basic(account), 'content-type': 'application/x-www-form-urlencoded' };

  const post = (form: URLSearchParams) =>
    exchange({
      method: 'POST',
      url,
      policy: ANY_ADDRESS,
      headers,
      body: form.toString(),
      signal: stopping.signal,
      timeouts,
    });

  return {
    name: 'sms',
    async send(message): Promise<Outcome> {
      const bodies = bodiesOf(message.chat ?? { text: message.text });
      let outcome: Outcome = { state: 'failed', retryable: false, error: 'there is nothing to send' };
      try {
        for (const [index, Body] of bodies.entries()) {
          if (index < partsSent.partsOf(message.id)) continue;
          const form = new URLSearchParams({ To: message.to, From: account.from, Body });
          // The state of a message is the state of its last part.
          if (callback && index === bodies.length - 1) form.set('StatusCallback', `${callback}?message=${message.id}`);
          const reply = await post(form);
          if (isOptedOut(reply)) await onBlocked?.(message.to, message).catch(() => {});
          outcome = twilioOutcome(reply);
          if (outcome.state !== 'sent') return outcome;
          if (bodies.length > 1) partsSent.note(message.id, index + 1);
        }
        partsSent.forget(message.id);
        return outcome;
      } catch (error) {
        return lostOutcome(error);
      }
    },
    close(options) {
      if (options?.force) stopping.abort();
    },
  };
}

export function basic({ sid, authToken }: Pick<TwilioAccount, 'sid' | 'authToken'>): string {
  return `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`;
}
