/**
 * WhatsApp's limits, and rendering within them.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
 */

import type { ChatChoice, ChatFile, ChatLimits, RenderedChat } from '../channels/index.ts';
import { forWhatsApp } from '../lib/chat-markup.ts';

export const whatsappLimits: ChatLimits = {
  buttons: 3,
  buttonLabel: 20,
  rows: 10,
  rowLabel: 24,
  rowDescription: 72,
  // WhatsApp allows 256; 64 is what every channel allows.
  idBytes: 64,
  text: 4096,
};
const INTERACTIVE_BODY = 1024;
const CAPTION = 1024;
const TEMPLATE_VALUE = 1024;

/** One request; `media` is uploaded first, and its id put at the named place. */
export type Part = {
  body: Record<string, unknown>;
  media?: { file: ChatFile; kind: 'image' | 'document'; put(id: string): void };
};

/**
 * The messages for a content, usually one. A text that is too long is split. A picture is the header of buttons; before
 * a list, which has no header, it is a message of its own.
 */
export function partsOf(marked: RenderedChat, listButton: string): Part[] {
  const chat = { ...marked, text: forWhatsApp(marked.text) };
  if (chat.template) return [{ body: templateBody(chat.template) }];
  const choices = chat.choices ?? [];
  if (choices.length > 0 && choices.length <= whatsappLimits.rows) return withChoices(chat, choices, listButton);
  const numbered = choices.map(({ label }, index) => `${index + 1}. ${label}`).join('\n');
  return plain(chat, [chat.text, numbered].filter(Boolean).join('\n\n'));
}

function plain(chat: RenderedChat, text: string): Part[] {
  const media = mediaOf(chat);
  if (!media) return texts(text);
  const { kind, file } = media;
  const fits = text.length <= CAPTION;
  const content: Record<string, unknown> = {
    ...(text && fits && { caption: text }),
    ...(kind === 'document' && { filename: file.name }),
  };
  const part: Part = {
    body: { type: kind, [kind]: content },
    media: { ...media, put: (id) => Object.assign(content, { id }) },
  };
  return [part, ...(fits ? [] : texts(text))];
}

function texts(text: string): Part[] {
  return split(text, whatsappLimits.text).map((body) => ({
    body: { type: 'text', text: { body, preview_url: false } },
  }));
}

function withChoices(chat: RenderedChat, choices: ChatChoice[], listButton: string): Part[] {
  const pieces = split(chat.text || '…', INTERACTIVE_BODY);
  const question = pieces.pop() as string;
  const before = pieces.length > 0 ? texts(chat.text.slice(0, chat.text.length - question.length).trim()) : [];
  const media = mediaOf(chat);
  // A list also has space for text that buttons would cut.
  if (choices.length <= whatsappLimits.buttons && !chat.listButton) {
    const interactive: Record<string, unknown> = {
      type: 'button',
      body: { text: question },
      action: {
        buttons: choices.map(({ id, label }) => ({
          type: 'reply',
          reply: { id, title: cut(label, whatsappLimits.buttonLabel) },
        })),
      },
    };
    const part: Part = { body: { type: 'interactive', interactive } };
    if (media) part.media = { ...media, put: (id) => Object.assign(interactive, { header: headerOf(media, id) }) };
    return [...before, part];
  }
  const rows = choices.map(({ id, label, description }) => ({
    id,
    title: cut(label, whatsappLimits.rowLabel),
    ...(description && { description: cut(description, whatsappLimits.rowDescription) }),
  }));
  const interactive = {
    type: 'list',
    body: { text: question },
    action: { button: cut(chat.listButton ?? listButton, whatsappLimits.buttonLabel), sections: [{ rows }] },
  };
  return [
    ...(media ? plain({ ...chat, text: '' }, '') : []),
    ...before,
    { body: { type: 'interactive', interactive } },
  ];
}

function headerOf({ kind, file }: { kind: 'image' | 'document'; file: ChatFile }, id: string): object {
  return kind === 'image'
    ? { type: 'image', image: { id } }
    : { type: 'document', document: { id, filename: file.name } };
}

function mediaOf(chat: RenderedChat): { kind: 'image' | 'document'; file: ChatFile } | null {
  if (chat.image) return { kind: 'image', file: chat.image };
  return chat.document ? { kind: 'document', file: chat.document } : null;
}

/** Values of a template may contain no line breaks, no tabs and no four spaces in a row. */
function templateBody({ name, language, values }: NonNullable<RenderedChat['template']>): Record<string, unknown> {
  const parameters = values.map((value) => ({
    type: 'text',
    text:
      cut(
        forWhatsApp(value)
          .replace(/\s*\n\s*/g, ' · ')
          .replace(/\s+/g, ' ')
          .trim(),
        TEMPLATE_VALUE,
      ) || '·',
  }));
  return {
    type: 'template',
    template: { name, language: { code: language }, components: [{ type: 'body', parameters }] },
  };
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}

/** Pieces of at most `length`, split at a line or a word in the second half; never empty. */
function split(text: string, length: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > length) {
    const head = rest.slice(0, length);
    const line = head.lastIndexOf('\n');
    const word = head.lastIndexOf(' ');
    const at = line > length / 2 ? line : word > length / 2 ? word : length;
    pieces.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return rest || pieces.length === 0 ? [...pieces, rest] : pieces;
}
