import { unmarked, withoutJoiners } from '../../lib/chat-markup.ts';
import type { RenderedChat } from '../../messages/index.ts';
import type { ChatLimits } from '../types.ts';
import { piecesOf } from './segments.ts';

/** No buttons: a choice is its number, or its label typed. */
export const smsLimits: ChatLimits = {
  buttons: 0,
  buttonLabel: 60,
  rows: 0,
  rowLabel: 0,
  rowDescription: 0,
  idBytes: 64,
  // Ten segments in any script.
  text: 670,
};

/**
 * The SMS that a message takes, usually one: plain text, the choices numbered below it. A picture can't go along; its
 * file's name stands in for missing words.
 */
export function bodiesOf(chat: RenderedChat): string[] {
  const words = unmarked(chat.text).trim();
  const text = words || chat.document?.name || chat.image?.name || '';
  const lines = (chat.choices ?? []).map(
    ({ label, description }, index) => `${index + 1}. ${label}${description ? ` - ${description}` : ''}`,
  );
  return piecesOf(withoutJoiners([text, ...lines].filter(Boolean).join('\n')));
}
