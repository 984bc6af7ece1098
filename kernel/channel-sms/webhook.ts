import type { FastifyInstance } from 'fastify';
import { noteReceiving, receiveCounted } from '../channels/index.ts';
import { acceptForms } from '../http/index.ts';
import { readEach, refuseWebhook } from '../inbox/index.ts';
import type { Boot } from '../module/index.ts';
import { twilioBySignature } from './accounts.ts';
import { eventsOf, type KeptForm } from './read-event.ts';
import { isSigned } from './signature.ts';

export const TWILIO_PATH = '/sms/twilio/webhook';

/** An empty response: replies are sent through the outbox. */
const NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';

/**
 * Twilio's webhook for messages and statuses: stored, and answered at once. At Twilio the address must be PUBLIC_URL
 * with this path, because the signature covers the address.
 */
export function twilioWebhook(app: FastifyInstance, boot: Boot): void {
  app.register(async (scope) => {
    acceptForms(scope);
    scope.route({
      method: 'POST',
      url: TWILIO_PATH,
      schema: { hide: true },
      config: { rateLimit: { max: 30_000, timeWindow: 60_000 } },
      // 1,600 characters of a message take up to 14 kB in a form.
      bodyLimit: 32 * 1024,
      handler: async (request, reply) => {
        const form = (request.body ?? {}) as Record<string, string>;
        // A status concerns our message, so the sender is our number.
        const ours = (form.MessageStatus ? form.From : form.To) ?? '';
        const signature = request.headers['x-twilio-signature'];
        const url = boot.config.PUBLIC_URL + request.url;
        const known = await twilioBySignature(boot, form.AccountSid ?? '', ours, ({ authToken }) =>
          isSigned(authToken, url, form, signature),
        );
        if (!known) return refuseWebhook(boot, request, reply, 'channels.bad_signature');
        const { message } = request.query as { message?: string };
        const payload: KeptForm = {
          form,
          received_at: boot.clock.now().toISOString(),
          ...(message && { message_id: message }),
        };
        const events = readEach([payload], eventsOf);
        await receiveCounted({ ...known.ctx, log: request.log }, 'sms', known.account.from, events);
        // Reports on our messages come to an address that we name with each; messages to one that a person typed there.
        if (!form.MessageStatus) await noteReceiving(known.ctx, { channel: 'sms', account: known.account.from });
        return reply.type('text/xml').send(NOTHING);
      },
    });
  });
}
