/** Reads an update of the Bot API. Pure: https://core.telegram.org/bots/api#update */
import type { Message, Update } from 'grammy/types';
import type { Inbound, InboundMedia } from '../channels/index.ts';

/** The kinds of updates that we request; Telegram sends no others. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** A bot can download files up to this size (https://core.telegram.org/bots/api#getfile). */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** Kinds of messages that are passed on by name only. */
const OTHER = [
  'sticker',
  'voice',
  'audio',
  'video',
  'video_note',
  'animation',
  'location',
  'venue',
  'poll',
  'dice',
  'story',
  'paid_media',
  'game',
] as const;

/** The part of `InboundMedia.ref` that fetching needs. */
export type TelegramFile = { file_id: string };

/** An update as we store it. A tap contains no time, so the time of arrival is added (ISO 8601, UTC). */
export type KeptUpdate = Update & { received_at?: string };

/** Stored when Telegram refuses a message because the person can no longer be written to. */
type KeptRefusal = { refused: { message_id: string; address: string; at: string } };

/** The event's id and address; null for updates that do not concern us: groups, channels, other bots, edits. */
export function eventOf(update: Update): { providerId: string; address: string; kind: 'message' | 'status' } | null {
  const read = readUpdate(update);
  if (!read || read.kind === 'status') return null;
  return { providerId: read.providerId, address: read.address, kind: read.kind === 'message' ? 'message' : 'status' };
}

/** A refusal as an event of the person, processed like their own updates. */
export function refusalEvent(message_id: string, address: string, at: Date) {
  const payload: KeptRefusal = { refused: { message_id, address, at: at.toISOString() } };
  return { providerId: `refused:${message_id}:${at.getTime()}`, address, kind: 'status' as const, payload };
}

/**
 * Reads the update; null when it does not concern us. Only private chats count: there the chat's id is the person's.
 */
export function readUpdate(payload: unknown): Inbound | null {
  const { refused } = (payload ?? {}) as Partial<KeptRefusal>;
  if (refused) {
    const at = new Date(refused.at);
    const { providerId, address } = refusalEvent(refused.message_id, refused.address, at);
    return { kind: 'block', providerId, address, at };
  }
  const update = payload as KeptUpdate;
  if (!Number.isSafeInteger(update?.update_id)) return null;
  if (update.message) return readMessage(update.update_id, update.message);
  if (update.edited_message) return readEdit(update, update.edited_message);
  if (update.callback_query) return readTap(update, update.callback_query);
  if (update.my_chat_member) return readMembership(update.update_id, update.my_chat_member);
  return null;
}

const providerIdOf = (updateId: number) => `update:${updateId}`;

type From = NonNullable<Message['from']>;

/** Chats with a bot may have topics (https://core.telegram.org/bots/api#message). */
const threadOf = (message: Message | undefined) =>
  message?.message_thread_id === undefined ? {} : { thread: String(message.message_thread_id) };

function sender(updateId: number, from: From) {
  const name = [from.first_name, from.last_name].filter(Boolean).join(' ').trim() || from.username;
  return {
    kind: 'message' as const,
    providerId: providerIdOf(updateId),
    address: String(from.id),
    ...(name && { displayName: name.slice(0, 255) }),
    ...(from.language_code && { languageHint: from.language_code }),
  };
}

function readMessage(updateId: number, message: Message): Inbound | null {
  const { from } = message;
  if (message.chat?.type !== 'private' || !from || from.is_bot) return null;
  const read = contentOf(message, from);
  return read && { ...sender(updateId, from), ...threadOf(message), at: new Date(message.date * 1000), ...read };
}

/** Telegram also reports a live location that moves as an edit. */
function readEdit(update: KeptUpdate, message: Message): Inbound | null {
  const { from } = message;
  if (message.chat?.type !== 'private' || !from || from.is_bot || message.location) return null;
  const at = new Date(update.received_at ?? (message.edit_date ?? message.date) * 1000);
  return {
    ...sender(update.update_id, from),
    ...threadOf(message),
    at,
    other: 'edit',
    text: message.text ?? message.caption ?? '',
  };
}

type Content = Pick<Extract<Inbound, { kind: 'message' }>, 'text' | 'media' | 'caption' | 'other' | 'start' | 'phone'>;

function contentOf(message: Message, from: From): Content | null {
  if (message.text !== undefined) return textOf(message.text);
  const caption = message.caption ? { caption: message.caption } : {};
  // An animation also contains a document of the same file, so kinds that are listed before documents are checked
  // first.
  const other = OTHER.find((kind) => message[kind] !== undefined);
  if (other) return { other, ...caption };
  if (message.photo) return { media: photoOf(message.photo), ...caption };
  if (message.document) return { media: documentOf(message.document), ...caption };
  if (message.contact) {
    // Anybody can forward another person's contact; only the sender's own, shared with the button, is known to be
    // theirs.
    const own = message.contact.user_id === from.id ? phoneOf(message.contact.phone_number) : undefined;
    return own ? { phone: own, text: own } : { other: 'contact' };
  }
  // A kind that Telegram has added since; a pinned message or a timer that was set is no message to us.
  const unknown = Object.keys(message).find((key) => !BESIDE.has(key) && !/_(?:created|changed|shared)$/.test(key));
  return unknown ? { other: unknown, ...caption } : null;
}

/** What accompanies messages, and what Telegram itself writes in a chat. */
const BESIDE = new Set(
  `message_id message_thread_id direct_messages_topic from sender_chat sender_boost_count sender_business_bot date
  business_connection_id chat forward_origin forward_from forward_date is_topic_message is_automatic_forward
  reply_to_message external_reply quote reply_to_story reply_to_checklist_task_id via_bot edit_date has_protected_content
  is_from_offline is_paid_post media_group_id author_signature paid_star_count entities link_preview_options
  suggested_post_info effect_id caption caption_entities show_caption_above_media has_media_spoiler reply_markup
  pinned_message message_auto_delete_timer_changed write_access_allowed connected_website chat_background_set boost_added
  new_chat_members left_chat_member new_chat_title new_chat_photo delete_chat_photo group_chat_created
  forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden
  general_forum_topic_unhidden proximity_alert_triggered successful_payment refunded_payment
  migrate_to_chat_id migrate_from_chat_id`.split(/\s+/),
);

/**
 * `/start abc` carries a deep link's payload (https://core.telegram.org/bots/features#deep-linking). Other commands are
 * text, as `/my_tickets` is "my tickets", and so is a bare `/start`, which people press first.
 */
function textOf(text: string): Content {
  const command = /^\/(\w{1,64})(?:@\w+)?(?:\s+([\s\S]*))?$/.exec(text.trim());
  if (!command) return { text };
  const [, name = '', rest = ''] = command;
  if (name === 'start' && rest) return { start: rest.trim() };
  return { text: [name.replaceAll('_', ' '), rest].filter(Boolean).join(' ') };
}

/** The largest size that a bot may download. */
function photoOf(sizes: NonNullable<Message['photo']>): InboundMedia {
  const fitting = sizes.filter((size) => (size.file_size ?? 0) <= MAX_FILE_BYTES);
  const largest = fitting.toSorted((a, b) => b.width * b.height - a.width * a.height)[0] ?? sizes[0];
  return {
    kind: 'image',
    ref: { file_id: largest?.file_id ?? '' } satisfies TelegramFile,
    name: 'photo.jpg',
    contentType: 'image/jpeg',
    ...(largest?.file_size !== undefined && { sizeBytes: largest.file_size }),
  };
}

function documentOf(document: NonNullable<Message['document']>): InboundMedia {
  const { file_id, file_name, mime_type, file_size } = document;
  return {
    // A screenshot sent "as a file" is still a picture.
    kind: mime_type?.startsWith('image/') ? 'image' : 'document',
    ref: { file_id } satisfies TelegramFile,
    ...(file_name && { name: file_name }),
    ...(mime_type && { contentType: mime_type }),
    ...(file_size !== undefined && { sizeBytes: file_size }),
  };
}

/** Contacts contain the country code, with or without the plus. */
function phoneOf(number: string): string | undefined {
  const digits = number.replace(/\D/g, '');
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : undefined;
}

/** A tapped button. Without its message (too old, or from an inline query) the chat is not known. */
function readTap(update: KeptUpdate, tap: NonNullable<Update['callback_query']>): Inbound | null {
  const { from, message, data } = tap;
  if (from.is_bot || message?.chat.type !== 'private' || !data) return null;
  const keyboard = 'reply_markup' in message ? message.reply_markup?.inline_keyboard : undefined;
  const button = keyboard?.flat().find((it) => 'callback_data' in it && it.callback_data === data);
  const at = new Date(update.received_at ?? message.date * 1000);
  const thread = 'text' in message || 'reply_markup' in message ? threadOf(message as Message) : {};
  return { ...sender(update.update_id, from), ...thread, at, choiceId: data, ...(button && { text: button.text }) };
}

/** In a private chat this only means that the person blocked the bot (`kicked`) or unblocked it. */
function readMembership(updateId: number, change: NonNullable<Update['my_chat_member']>): Inbound | null {
  if (change.chat.type !== 'private') return null;
  // Unblocked: their next message shows it too.
  if (change.new_chat_member.status !== 'kicked') return null;
  const at = new Date(change.date * 1000);
  return { kind: 'block', providerId: providerIdOf(updateId), address: String(change.from.id), at };
}
