/** Renders a message for Telegram. Pure. */
import type { InlineKeyboardButton, MessageEntity } from 'grammy/types';
import type { ChatLimits } from '../channels/index.ts';
import { boldParts, literal } from '../lib/chat-markup.ts';
import type { ChatFile, RenderedChat } from '../messages/index.ts';
import { CALLBACK_BYTES, keyboardOf } from './keyboard.ts';

/**
 * Limits of https://core.telegram.org/bots/api#sendmessage, #sendphoto, #senddocument. Lengths are in UTF-16 units,
 * which is never too many.
 */
const TEXT = 4096;
const CAPTION = 1024;
const PHOTO_BYTES = 10 * 1024 * 1024;
const PHOTO_TYPES = new Set(['image/jpeg', 'image/png']);

/** Telegram allows a hundred buttons, but nobody reads so many; longer labels are cut on a phone. */
export const telegramLimits: ChatLimits = {
  buttons: 12,
  buttonLabel: 32,
  rows: 0,
  rowLabel: 0,
  rowDescription: 0,
  idBytes: CALLBACK_BYTES,
  text: TEXT,
};

/** One call of the API. */
export type Part = {
  text: string;
  entities: MessageEntity[];
  /** sent with it; `text` is then its caption */
  photo?: ChatFile;
  document?: ChatFile;
  keyboard?: InlineKeyboardButton.CallbackButton[][];
};

/**
 * The calls for a message, usually one. A text that is too long for a caption follows its picture; one that is longer
 * than a message is split. The buttons are under the last call.
 */
export function partsOf(chat: RenderedChat): Part[] {
  const text = withDescriptions(chat);
  const files: Part[] = [];
  if (chat.image)
    files.push({ ...textPart(''), ...(asPhoto(chat.image) ? { photo: chat.image } : { document: chat.image }) });
  if (chat.document) files.push({ ...textPart(''), document: chat.document });
  const only = files.length === 1 ? files[0] : undefined;
  const parts =
    only && text.length <= CAPTION
      ? [{ ...only, ...textPart(text) }]
      : [...files, ...cut(text, TEXT).map((piece) => textPart(piece))];
  // Telegram refuses an empty message; a question without text still has its buttons.
  if (parts.length === 0) parts.push(textPart('…'));
  const last = parts.at(-1) as Part;
  if (chat.choices?.length) last.keyboard = keyboardOf(chat.choices);
  return parts;
}

/** Descriptions do not fit on buttons, so they are added to the text. */
function withDescriptions({ text, choices = [] }: RenderedChat): string {
  const lines = choices.flatMap(({ label, description }) => (description ? [literal(`${label}: ${description}`)] : []));
  return [text, lines.join('\n')].filter(Boolean).join('\n\n');
}

const asPhoto = (file: ChatFile) => PHOTO_TYPES.has(file.contentType) && file.bytes.byteLength <= PHOTO_BYTES;

/**
 * Plain text with separate entities for `*bold*`, so that nothing a person typed can become markup. Offsets are in
 * UTF-16 units, as in the API.
 */
function textPart(marked: string): Part {
  const entities: MessageEntity[] = [];
  let text = '';
  for (const part of boldParts(marked)) {
    if (part.bold) entities.push({ type: 'bold', offset: text.length, length: part.text.length });
    text += part.text;
  }
  return { text, entities };
}

/** Pieces of at most `length`, ended at a line or a word if one is in the last quarter; never inside a character. */
export function cut(text: string, length: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > length) {
    const head = rest.slice(0, length + 1);
    const at = [head.lastIndexOf('\n'), head.lastIndexOf(' ')].find((found) => found > length * 0.75);
    const broken = at ?? (isLowSurrogate(rest, length) ? length - 1 : length);
    pieces.push(rest.slice(0, broken).trimEnd());
    rest = rest.slice(broken).trimStart();
  }
  if (rest) pieces.push(rest);
  return pieces;
}

const isLowSurrogate = (text: string, at: number) => /[\udc00-\udfff]/.test(text.charAt(at));
