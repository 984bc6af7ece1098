/** Renders messages within a channel's limits: buttons, else a list, else numbered lines. */
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

/** One message for the channel. `listButton`: show the choices as a list that this button opens. */
export type Rendered = {
  text: string;
  choices?: Choice[];
  image?: { fileId: string };
  document?: { fileId: string; name: string };
  listButton?: string;
};

/** Typed choices on a page: more are tiresome to read, and two digits are tiresome to type. */
const TYPED_CHOICES = 9;
/** A longer caption is a message of its own: Telegram's limit, and WhatsApp's for a text with buttons. */
const CAPTION = 1024;

/** How many choices a question can show at once. */
export const capacityOf = (limits: Limits) => Math.max(limits.buttons, limits.rows) || TYPED_CHOICES;
export const isTyped = (limits: Limits) => limits.buttons === 0 && limits.rows === 0;

/** The messages for one prompt, whose choices have button ids and are at most `capacityOf`. */
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
  // Not every channel shows a list below a picture, and captions are short: then the picture goes first.
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
      // A shortened title is complete in the description.
      ...lower(description ?? (length(label) > limits.rowLabel ? label : undefined), limits.rowDescription),
    }));
    return { text, extra: { choices: rows, listButton: words.listButton } };
  }
  // A channel with a limit for descriptions but no rows shows them on its buttons.
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

/** Labels contain names that people typed: nothing in them is markup. */
const described = (label: string, description?: string) => literal(description ? `${label} — ${description}` : label);
const lower = (description: string | undefined, space: number) =>
  description && space > 0 ? { description: shorten(description, space) } : {};

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** UTF-16 units, the strictest way in which channels count. */
const length = (text: string) => text.length;

/** Cuts between visible characters, so that no vowel sign or half of an emoji is left. */
export function shorten(text: string, space: number): string {
  if (length(text) <= space) return text;
  let cut = '';
  for (const { segment } of graphemes.segment(text)) {
    if (cut.length + segment.length > space - 1) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}

/** Splits a text into messages of at most `space` characters, at a paragraph, a line or a word if possible. */
export function split(text: string, space: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (length(rest) > space) {
    const window = rest.slice(0, space);
    const at = ['\n\n', '\n', ' '].map((mark) => window.lastIndexOf(mark)).find((found) => found > space / 2);
    const part = at === undefined ? wholeCharacters(window, rest) : window.slice(0, at);
    parts.push(part.trimEnd());
    rest = rest.slice(part.length).trimStart();
  }
  if (rest !== '' || parts.length === 0) parts.push(rest);
  return parts;
}

/** The window without an incomplete character at its end. */
function wholeCharacters(window: string, rest: string): string {
  const at = graphemes.segment(rest).containing(window.length)?.index ?? window.length;
  return at > 0 ? rest.slice(0, Math.min(at, window.length)) : window;
}
