/** Fits what is said into what a channel can show: buttons, else a list, else numbered lines. */
import { literal } from '../../lib/chat-markup.ts';
import type { Choice, Prompt } from './flow.ts';
import { mark } from './offer.ts';

/** What a channel can show; numbers of characters. `buttons: 0` and `rows: 0`: choices are typed. */
export type Limits = {
  buttons: number;
  buttonLabel: number;
  rows: number;
  rowLabel: number;
  rowDescription: number;
  idBytes: number;
  text: number;
};

/** One message as the channel gets it. `listButton`: show the choices as a list that opens by this button. */
export type Rendered = {
  text: string;
  choices?: Choice[];
  image?: { fileId: string };
  document?: { fileId: string; name: string };
  listButton?: string;
};

/** Lines on a page where choices are typed: more is tiresome to read, and two digits are tiresome to type. */
const TYPED_CHOICES = 9;
/** A caption longer than this is a message of its own: Telegram's limit, and WhatsApp's for a text with buttons. */
const CAPTION = 1024;

/** How many choices a question can show at once. */
export const capacityOf = (limits: Limits) => Math.max(limits.buttons, limits.rows) || TYPED_CHOICES;
export const isTyped = (limits: Limits) => limits.buttons === 0 && limits.rows === 0;

/** The messages for one prompt, whose choices carry the wire's ids and are no more than `capacityOf`. */
export function render(
  prompt: Prompt,
  limits: Limits,
  words: { listButton: string; reply: string },
  letters = false,
): Rendered[] {
  const { choices = [], image, document } = prompt;
  const { text, extra } = present(prompt.text, choices, limits, letters, words);
  const parts = split(text, limits.text);
  const last = parts.at(-1) as string;
  const messages: Rendered[] = [];
  const file = image ? { image: { fileId: image } } : document ? { document } : undefined;
  // Not every channel shows a list below a picture, and a caption is short: the picture goes first.
  const together = file && !extra.listButton && parts.length === 1 && last.length <= CAPTION;
  if (file && !together) messages.push({ text: '', ...file });
  messages.push(...parts.slice(0, -1).map((part) => ({ text: part })));
  if (last !== '' || together || extra.choices) messages.push({ text: last, ...extra, ...(together && file) });
  return messages;
}

type Extra = { choices?: Choice[]; listButton?: string };

function present(
  text: string,
  choices: Choice[],
  limits: Limits,
  letters: boolean,
  words: { listButton: string; reply: string },
): { text: string; extra: Extra } {
  if (choices.length === 0) return { text, extra: {} };
  if (isTyped(limits)) {
    const lines = choices.map(
      ({ label, description }, index) => `${mark(index, letters)}. ${described(label, description)}`,
    );
    return { text: [text, lines.join('\n'), words.reply].filter(Boolean).join('\n\n'), extra: {} };
  }
  const wide = choices.some(({ label, description }) => description || length(label) > limits.buttonLabel);
  if (choices.length > limits.buttons || (wide && limits.rows >= choices.length)) {
    const rows = choices.map(({ id, label, description }) => ({
      id,
      label: shorten(label, limits.rowLabel),
      // A title that had to be cut is whole below.
      ...lower(description ?? (length(label) > limits.rowLabel ? label : undefined), limits.rowDescription),
    }));
    return { text, extra: { choices: rows, listButton: words.listButton } };
  }
  // Rows or not: a channel that says how long a description may be shows it on its buttons.
  if (limits.rows === 0 && limits.rowDescription > 0) {
    const buttons = choices.map(({ id, label, description }) => ({
      id,
      label: shorten(label, limits.buttonLabel),
      ...lower(description, limits.rowDescription),
    }));
    return { text, extra: { choices: buttons } };
  }
  const explained = choices.filter(({ description }) => description);
  const below = explained.map(({ label, description }) => described(label, description)).join('\n');
  const buttons = choices.map(({ id, label }) => ({ id, label: shorten(label, limits.buttonLabel) }));
  return { text: [text, below].filter(Boolean).join('\n\n'), extra: { choices: buttons } };
}

/** Labels name things as people call them: in a text nothing of them is markup. */
const described = (label: string, description?: string) => literal(description ? `${label} — ${description}` : label);
const lower = (description: string | undefined, room: number) =>
  description && room > 0 ? { description: shorten(description, room) } : {};

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** As the channels count: UTF-16 units, the strictest of their ways. */
const length = (text: string) => text.length;

/** Cuts between characters as people see them, so that no vowel sign or half of an emoji is left over. */
export function shorten(text: string, room: number): string {
  if (length(text) <= room) return text;
  let cut = '';
  for (const { segment } of graphemes.segment(text)) {
    if (cut.length + segment.length > room - 1) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}

/** A text in messages of at most `room` characters, cut at a paragraph, a line or a word when there is one. */
export function split(text: string, room: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (length(rest) > room) {
    const window = rest.slice(0, room);
    const at = ['\n\n', '\n', ' '].map((mark) => window.lastIndexOf(mark)).find((found) => found > room / 2);
    const part = at === undefined ? wholeCharacters(window, rest) : window.slice(0, at);
    parts.push(part.trimEnd());
    rest = rest.slice(part.length).trimStart();
  }
  if (rest !== '' || parts.length === 0) parts.push(rest);
  return parts;
}

/** The window without the part of a character that goes on behind it. */
function wholeCharacters(window: string, rest: string): string {
  const at = graphemes.segment(rest).containing(window.length)?.index ?? window.length;
  return at > 0 ? rest.slice(0, Math.min(at, window.length)) : window;
}
