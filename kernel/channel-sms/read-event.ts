/** Reads a request of Twilio. Pure: https://www.twilio.com/docs/messaging/guides/webhook-request */
import type { Inbound, InboundMedia } from '../channels/index.ts';

/** Twilio's form as we store it, with the time of arrival, which the form lacks (ISO 8601, UTC). */
export type KeptForm = {
  form: Record<string, string>;
  received_at: string;
  /** for a status: the outbox's id of the message, which we put into the callback address */
  message_id?: string;
};

/** The part of `InboundMedia.ref` that fetching needs. */
export type TwilioMedia = { url: string };

/**
 * The states of our messages, sent to the callback address:
 * https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
const STATUS: Record<string, 'sent' | 'delivered' | 'read' | 'failed'> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
};

/** Our own name for an opt-out that Twilio reported by refusing a message. */
export const REFUSED = 'REFUSED';

/** "To" is opted out: https://www.twilio.com/docs/api/errors/21610 */
export const OPTED_OUT = 21610;

/** The event's id and address; null for a form without information, e.g. that our message is queued. */
export function eventOf(kept: KeptForm): { providerId: string; address: string; kind: 'message' | 'status' } | null {
  const event = readForm(kept);
  if (!event) return null;
  if (event.kind === 'status') {
    const { MessageSid, MessageStatus, To } = kept.form;
    // All statuses of a message have the same sid.
    return { providerId: `status:${MessageSid}:${MessageStatus}`, address: To ?? '', kind: 'status' };
  }
  return {
    providerId: event.providerId,
    address: event.address,
    kind: event.kind === 'message' ? 'message' : 'status',
  };
}

export function readForm(payload: unknown): Inbound | null {
  const { form, received_at, message_id } = payload as KeptForm;
  const providerId = form?.MessageSid ?? form?.SmsSid;
  if (!providerId || !form.From || !form.To) return null;
  const at = new Date(received_at);
  if (form.MessageStatus) {
    const status = STATUS[form.MessageStatus];
    if (!status) return null;
    const failed = status === 'failed' && `${form.MessageStatus}${form.ErrorCode ? ` (${form.ErrorCode})` : ''}`;
    return {
      kind: 'status',
      providerId,
      status,
      at,
      ...(message_id && { messageId: message_id }),
      ...(failed && { error: failed }),
      ...(Number(form.ErrorCode) === OPTED_OUT && { optedOut: true }),
    };
  }
  const address = form.From;
  const text = form.Body ?? '';
  if (form.OptOutType === REFUSED) return { kind: 'block', providerId, address, at, optedOut: true };
  // Twilio itself answers HELP. START is also a word of the menu, so the person gets the menu.
  if (form.OptOutType === 'HELP') return null;
  // With "Advanced Opt-Out" the owner of the account chooses the words, and Twilio reports their meaning.
  const consent = form.OptOutType === 'STOP' ? 'stop' : form.OptOutType === 'START' ? 'start' : undefined;
  const media = mediaOf(form);
  return {
    kind: 'message',
    providerId,
    address,
    at,
    // Short codes and names take no messages.
    ...(/^\+[1-9]\d{6,14}$/.test(address) ? { phone: address } : { noAnswer: true }),
    ...(consent && { consent }),
    ...(media ? { media, ...(text && { caption: text }) } : { text }),
  };
}

/** The first picture of an MMS; a proof is one picture. */
function mediaOf(form: Record<string, string>): InboundMedia | null {
  const url = form.MediaUrl0;
  if (!url || Number(form.NumMedia ?? 0) < 1) return null;
  const contentType = form.MediaContentType0 ?? '';
  const kind = contentType.startsWith('image/') ? 'image' : contentType === 'application/pdf' ? 'document' : 'other';
  return { kind, ref: { url } satisfies TwilioMedia, ...(contentType && { contentType }) };
}
