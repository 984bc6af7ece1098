import type { RenderedChat } from '../../messages/index.ts';
import type { ChatLimits } from '../types.ts';
import { shorten } from './segments.ts';

/** No buttons: a choice is its number, or its label typed. */
export const smsLimits: ChatLimits = {
  buttons: 0,
  buttonLabel: 60,
  rows: 0,
  rowLabel: 0,
  rowDescription: 0,
  idBytes: 64,
  text: 1400,
};

/** The body of an SMS: plain text, the choices numbered below it. A picture can't go along; its file's name stands in for missing words. */
export function bodyOf(chat: RenderedChat, maxSegments: number): string {
  const words = chat.text.replace(/(?<![\p{L}\p{N}*])\*(?![\s*])([^*\n]*[^\s*])\*(?![\p{L}\p{N}*])/gu, '$1').trim();
  const text = words || chat.document?.name || chat.image?.name || '';
  const lines = (chat.choices ?? []).map(
    ({ label, description }, index) => `${index + 1}. ${label}${description ? ` - ${description}` : ''}`,
  );
  return shorten(text, lines.join('\n'), maxSegments);
}
