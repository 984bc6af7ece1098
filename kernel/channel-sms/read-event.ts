/** Reads a request of Twilio. Pure: https://www.twilio.com/docs/messaging/guides/webhook-request */
import type { Inbound, InboundMedia } from '../channels/index.ts';

/** Twilio's form as we store it, with the time of arrival, which the form lacks (ISO 8601, UTC). */
export type KeptForm = {
  form: Record<string, string>;
  received_at: string;
  /** for a status: the outbox's id of the message, which we put into the callback address */
  message_id?: string;
  /** for an MMS: which of its media, from 0; each is a message of its own */
  media?: number;
  /** the text of a media that is one, once it was fetched */
  media_text?: string;
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

type Event = { providerId: string; address: string; kind: 'message' | 'status'; payload: KeptForm };

/** The events of a form: one for each picture of an MMS; none for a form without information. */
export function eventsOf(kept: KeptForm): Event[] {
  const read = readForm(kept);
  if (!read) return [];
  if (read.kind === 'status') {
    const { MessageSid, MessageStatus, To } = kept.form;
    // All statuses of a message have the same sid.
    return [{ providerId: `status:${MessageSid}:${MessageStatus}`, address: To ?? '', kind: 'status', payload: kept }];
  }
  const { providerId, address } = read;
  if (read.kind !== 'message') return [{ providerId, address, kind: 'status', payload: kept }];
  const media = usableMedia(kept.form);
  const payloads = media.length > 0 ? media.map((at) => ({ ...kept, media: at })) : [kept];
  return payloads.map((payload, index) => ({
    providerId: index === 0 ? providerId : `${providerId}:${index}`,
    address,
    kind: 'message',
    payload,
  }));
}

/** As many as Twilio sends. */
const MAX_MEDIA = 10;

/** The media that mean something to us, and where none does, the first: a card beside a picture is left out. */
function usableMedia(form: Record<string, string>): number[] {
  const all = [...Array(Math.min(Number(form.NumMedia) || 0, MAX_MEDIA)).keys()].filter((at) => form[`MediaUrl${at}`]);
  const usable = all.filter((at) => kindOf(form[`MediaContentType${at}`]) !== 'other');
  return usable.length > 0 ? usable : all.slice(0, 1);
}

function kindOf(contentType = ''): InboundMedia['kind'] {
  if (contentType.startsWith('image/')) return 'image';
  if (contentType === 'application/pdf') return 'document';
  return /^text\/plain\b/.test(contentType) ? 'text' : 'other';
}

export function readForm(payload: unknown): Inbound | null {
  const { form, received_at, message_id, media: at = 0, media_text } = payload as KeptForm;
  const providerId = form?.MessageSid ?? form?.SmsSid;
  if (!providerId || !form.From || !form.To) return null;
  const when = new Date(received_at);
  if (form.MessageStatus) {
    const status = STATUS[form.MessageStatus];
    if (!status) return null;
    const failed = status === 'failed' && `${form.MessageStatus}${form.ErrorCode ? ` (${form.ErrorCode})` : ''}`;
    return {
      kind: 'status',
      providerId,
      status,
      at: when,
      ...(message_id && { messageId: message_id }),
      ...(failed && { error: failed }),
      ...(Number(form.ErrorCode) === OPTED_OUT && { optedOut: true }),
    };
  }
  const address = form.From;
  const text = form.Body ?? '';
  if (form.OptOutType === REFUSED) return { kind: 'block', providerId, address, at: when, optedOut: true };
  // Twilio itself answers HELP. START is also a word of the menu, so the person gets the menu.
  if (form.OptOutType === 'HELP') return null;
  // With "Advanced Opt-Out" the owner of the account chooses the words, and Twilio reports their meaning.
  const consent = form.OptOutType === 'STOP' ? 'stop' : form.OptOutType === 'START' ? 'start' : undefined;
  // The text beside an MMS belongs to its first part.
  const first = usableMedia(form)[0];
  const caption = first === undefined || first === at ? text : '';
  return {
    kind: 'message',
    providerId,
    address,
    at: when,
    // Short codes and names take no messages.
    ...(/^\+[1-9]\d{6,14}$/.test(address) ? { phone: address } : { noAnswer: true }),
    ...(consent && { consent }),
    ...(media_text === undefined ? contentOf(form, at, caption) : { text: joined(caption, media_text) }),
  };
}

const joined = (...texts: string[]) => texts.filter(Boolean).join('\n');

/** What a form brings: a picture, a document or a long text, somebody's card, or the text itself. */
function contentOf(form: Record<string, string>, at: number, text: string) {
  const url = form[`MediaUrl${at}`];
  if (!url || Number(form.NumMedia ?? 0) < 1) return { text };
  const contentType = form[`MediaContentType${at}`] ?? '';
  if (/vcard/i.test(contentType)) return text ? { text } : { other: 'contact' };
  const media = { kind: kindOf(contentType), ref: { url } satisfies TwilioMedia, ...(contentType && { contentType }) };
  return { media, ...(text && { caption: text }) };
}
