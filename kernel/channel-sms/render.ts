import type { ChatLimits } from '../channels/index.ts';
import { unmarked, withoutJoiners } from '../lib/chat-markup.ts';
import type { RenderedChat } from '../messages/index.ts';
import { piecesOf } from './segments.ts';

/** No buttons: the person types the number of a choice, or its label. */
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
 * The SMS of a message, usually one: plain text with numbered choices below. Pictures cannot be sent; without text, the
 * file's name is sent.
 */
export function bodiesOf(chat: RenderedChat): string[] {
  const words = unmarked(chat.text).trim();
  const text = words || chat.document?.name || chat.image?.name || '';
  const lines = (chat.choices ?? []).map(
    ({ label, description }, index) => `${index + 1}. ${label}${description ? ` - ${description}` : ''}`,
  );
  return piecesOf(withoutJoiners([text, ...lines].filter(Boolean).join('\n')));
}
