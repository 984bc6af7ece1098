/** What a request of Twilio's says. Pure: https://www.twilio.com/docs/messaging/guides/webhook-request */
import type { Inbound, InboundMedia } from '../types.ts';

/** Twilio's form as we keep it; the moment it came stands beside it, since the form has none (ISO 8601, UTC). */
export type KeptForm = {
  form: Record<string, string>;
  received_at: string;
  /** of a status: the outbox's id of the message, which we put on the callback's address */
  message_id?: string;
};

/** The part of `InboundMedia.ref` that fetching needs. */
export type TwilioMedia = { url: string };

/**
 * Sent when one of our messages, which had a callback, changes:
 * https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
const STATUS: Record<string, 'sent' | 'delivered' | 'read' | 'failed'> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
};

/** Ours, for what Twilio told by refusing a message, and not by a message of the person's. */
export const REFUSED = 'REFUSED';

/** "To" is opted out: https://www.twilio.com/docs/api/errors/21610 */
export const OPTED_OUT = 21610;

/** Whose a form is and under which id it is kept; null for what says nothing, e.g. that a message of ours is queued. */
export function eventOf(kept: KeptForm): { providerId: string; address: string; kind: 'message' | 'status' } | null {
  const said = readForm(kept);
  if (!said) return null;
  if (said.kind === 'status') {
    const { MessageSid, MessageStatus, To } = kept.form;
    // A message has one sid for all its statuses.
    return { providerId: `status:${MessageSid}:${MessageStatus}`, address: To ?? '', kind: 'status' };
  }
  return { providerId: said.providerId, address: said.address, kind: said.kind === 'message' ? 'message' : 'status' };
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
  // Twilio answers HELP by itself. After START the person is back, and hears of the menu: it is one of its words.
  if (form.OptOutType === 'HELP') return null;
  // With "Advanced Opt-Out" the account's owner chooses the words, and Twilio tells what they mean.
  const consent = form.OptOutType === 'STOP' ? 'stop' : form.OptOutType === 'START' ? 'start' : undefined;
  const media = mediaOf(form);
  return {
    kind: 'message',
    providerId,
    address,
    at,
    ...(/^\+[1-9]\d{6,14}$/.test(address) && { phone: address }),
    ...(consent && { consent }),
    ...(media ? { media, ...(text && { caption: text }) } : { text }),
  };
}

/** The first of an MMS; a proof is one picture. */
function mediaOf(form: Record<string, string>): InboundMedia | null {
  const url = form.MediaUrl0;
  if (!url || Number(form.NumMedia ?? 0) < 1) return null;
  const contentType = form.MediaContentType0 ?? '';
  const kind = contentType.startsWith('image/') ? 'image' : contentType === 'application/pdf' ? 'document' : 'other';
  return { kind, ref: { url } satisfies TwilioMedia, ...(contentType && { contentType }) };
}
