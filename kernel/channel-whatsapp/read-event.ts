/**
 * Reads the requests of WhatsApp's webhook.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples All fields are optional here:
 * fields that WhatsApp adds or removes later must not break what works now.
 */

import type { Inbound, InboundMedia, InboundMessage, InboundMove } from '../channels/index.ts';
import { type RawEvent, readEach, type Unreadable } from '../inbox/index.ts';
import { accountFault, RE_ENGAGEMENT } from './outcome.ts';

type Media = { id?: string; mime_type?: string; caption?: string; filename?: string };
type Reply = { id?: string; title?: string };

type WaContact = { wa_id?: string; user_id?: string; profile?: { name?: string; username?: string } };

type WaMessage = {
  id?: string;
  /** the phone, without plus; absent where the person shows a user name instead */
  from?: string;
  /** the person's id for this business, e.g. IN.13491208655302741918; always present since 2026 */
  from_user_id?: string;
  timestamp?: string;
  type?: string;
  text?: { body?: string };
  button?: { payload?: string; text?: string };
  interactive?: { type?: string; button_reply?: Reply; list_reply?: Reply };
  image?: Media;
  document?: Media;
  unsupported?: { type?: string };
  /** of a message in a group */
  group_id?: string;
  edit?: { message?: WaMessage };
  system?: {
    type?: string;
    wa_id?: string;
    new_wa_id?: string;
    user_id?: string;
    previous_user_id?: string;
    customer?: string;
  };
};

type WaStatus = {
  id?: string;
  status?: string;
  timestamp?: string;
  recipient_id?: string;
  recipient_user_id?: string;
  biz_opaque_callback_data?: string;
  errors?: WaError[];
};

export type WaError = { code?: number; title?: string; message?: string; error_data?: { details?: string } };

/** The stored part of a webhook's body, for one message or status. */
export type WaPayload = { message: WaMessage; contact?: WaContact } | { status: WaStatus };

type Value = {
  metadata?: { phone_number_id?: string };
  contacts?: WaContact[];
  messages?: WaMessage[];
  statuses?: WaStatus[];
  /** about the number itself, not a message */
  errors?: WaError[];
};

/** The events of a webhook's body, by number; one body may contain many. */
export function eventsOf(body: unknown): Map<string, (RawEvent | Unreadable)[]> {
  const events = new Map<string, (RawEvent | Unreadable)[]>();
  for (const value of valuesOf(body)) {
    const number = String(value.metadata?.phone_number_id ?? '');
    const found = [
      ...readEach(list(value.messages), (message) => messageEvent(message, list(value.contacts))),
      ...readEach(list(value.statuses), statusEvent),
    ];
    events.set(number, [...(events.get(number) ?? []), ...found]);
  }
  return events;
}

/**
 * The errors of our numbers in a webhook's body, by number
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/errors).
 */
export function errorsOf(body: unknown): [number: string, error: WaError][] {
  return valuesOf(body).flatMap((value) =>
    list(value.errors).map((error): [string, WaError] => [String(value.metadata?.phone_number_id ?? ''), error]),
  );
}

export const wordsOf = ({ code, error_data, message, title }: WaError): string =>
  `${code} ${error_data?.details ?? message ?? title ?? ''}`.trim();

function valuesOf(body: unknown): Value[] {
  const entries = list((body as { entry?: { changes?: { field?: string; value?: Value }[] }[] } | null)?.entry);
  return entries
    .flatMap((entry) => list(entry?.changes))
    .flatMap((change) => (change?.field === 'messages' && change.value ? [change.value] : []));
}

const list = <T>(value: T[] | undefined): T[] => (Array.isArray(value) ? value.filter((it) => it !== null) : []);

function messageEvent(message: WaMessage, contacts: WaContact[]): RawEvent[] {
  const contact =
    contacts.find((it) => message.from_user_id !== undefined && it.user_id === message.from_user_id) ??
    contacts.find((it) => message.from !== undefined && it.wa_id === message.from) ??
    (contacts.length === 1 ? contacts[0] : undefined);
  const address = addressOf(message, contact);
  // People in a group speak to each other.
  if (!message.id || !address || message.group_id) return [];
  const payload: WaPayload = { message, ...(contact && { contact }) };
  return [{ providerId: message.id, address, kind: 'message', payload }];
}

/** The user id if there is one: phones change owners, and people may hide theirs. */
function addressOf(message: WaMessage, contact: WaContact | undefined): string | undefined {
  return message.from_user_id || contact?.user_id || message.from || contact?.wa_id || undefined;
}

function statusEvent(status: WaStatus): RawEvent[] {
  if (!status.id || !status.status) return [];
  const address = status.recipient_user_id || status.recipient_id || 'unknown';
  // All statuses of a message have the message's id.
  return [{ providerId: `${status.id}:${status.status}`, address, kind: 'status', payload: { status } }];
}

export function readEvent(payload: unknown): Inbound | null {
  const event = payload as WaPayload;
  return 'status' in event ? readStatus(event.status) : readMessage(event.message, event.contact);
}

function readStatus(status: WaStatus): Inbound | null {
  const { status: word } = status;
  if (word !== 'sent' && word !== 'delivered' && word !== 'read' && word !== 'failed') return null;
  const [error] = list(status.errors);
  const fault = accountFault(error?.code);
  return {
    kind: 'status',
    providerId: status.id as string,
    status: word,
    at: timeOf(status.timestamp),
    ...(status.biz_opaque_callback_data && { messageId: status.biz_opaque_callback_data }),
    ...(error && { error: wordsOf(error) }),
    ...(error?.code === RE_ENGAGEMENT && { held: 'channel_refused' }),
    ...(fault?.channelDown && { accountFaultMs: fault.retryAfterMs }),
  };
}

function readMessage(message: WaMessage, contact: WaContact | undefined): Inbound | null {
  const address = addressOf(message, contact);
  if (message.type === 'system') return readMove(message, address);
  // Reactions get no answer.
  if (!address || isReaction(message)) return null;
  const phone = message.from || contact?.wa_id;
  const name = contact?.profile?.name?.trim() || contact?.profile?.username;
  return {
    kind: 'message',
    providerId: message.id as string,
    address,
    at: timeOf(message.timestamp),
    ...(phone && phone !== address && { formerAddress: phone }),
    ...(phone && /^[0-9]{7,15}$/.test(phone) && { phone: `+${phone}` }),
    ...(name && { displayName: name }),
    ...contentOf(message),
  };
}

/**
 * Somebody has another number or user id
 * (https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages/system); null: something else.
 */
function readMove({ id, from, system, timestamp }: WaMessage, sender: string | undefined): InboundMove | null {
  if (!/^(?:user|customer)_changed_(?:number|user_id)$/.test(system?.type ?? '')) return null;
  const phone = system?.new_wa_id ?? system?.wa_id;
  const address = system?.user_id || sender || phone;
  const before = [system?.previous_user_id, system?.customer, from, sender];
  const former = [...new Set(before.filter((it): it is string => Boolean(it) && it !== address && it !== phone))];
  if (!address || former.length === 0) return null;
  return {
    kind: 'moved',
    providerId: id as string,
    address,
    former,
    at: timeOf(timestamp),
    ...(phone && /^[0-9]{7,15}$/.test(phone) && { phone: `+${phone}` }),
  };
}

/** Also unsupported reactions, of which the Cloud API only gives the type. */
const isReaction = ({ type, unsupported }: WaMessage) =>
  type === 'reaction' || (type === 'unsupported' && unsupported?.type === 'reaction');

type Content = Pick<InboundMessage, 'text' | 'choiceId' | 'media' | 'caption' | 'other' | 'start'>;

function contentOf(message: WaMessage): Content {
  const { type, text, button, interactive, image, document } = message;
  const reply = interactive?.button_reply ?? interactive?.list_reply;
  if (type === 'text' && text?.body !== undefined) return { text: text.body, ...startOf(text.body) };
  if (type === 'interactive' && reply?.id) return { choiceId: reply.id, text: reply.title ?? '' };
  // A quick reply under a template; without our payload it contains its label.
  if (type === 'button' && button)
    return button.payload && button.payload !== button.text
      ? { choiceId: button.payload, text: button.text ?? '' }
      : { text: button.text ?? '' };
  if (type === 'edit') return { other: 'edit', text: message.edit?.message?.text?.body ?? '' };
  if (type === 'revoke') return { other: 'deleted' };
  if (type === 'image' && image?.id) return mediaOf('image', image);
  if (type === 'document' && document?.id) return mediaOf('document', document);
  return { other: type === 'audio' ? 'voice' : (type ?? 'unknown') };
}

function mediaOf(kind: InboundMedia['kind'], { id, mime_type, caption, filename }: Media): Content {
  return {
    media: { kind, ref: { id }, ...(mime_type && { contentType: mime_type }), ...(filename && { name: filename }) },
    ...(caption && { caption }),
  };
}

/** WhatsApp has no deep links of its own; `https://wa.me/<number>?text=start%20R7K2` fills in this text. */
function startOf(text: string): { start?: string } {
  const start = /^\s*start\s+([\w-]{1,64})\s*$/i.exec(text)?.[1];
  return start ? { start } : {};
}

/** Seconds as text. An unreadable time counts as now, so that the window does not look closed. */
function timeOf(timestamp: string | undefined): Date {
  const seconds = Number(timestamp);
  return Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000) : new Date();
}
