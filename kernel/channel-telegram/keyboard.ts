import type { InlineKeyboardButton } from 'grammy/types';
import type { ChatChoice } from '../channels/index.ts';

/** Limit of `callback_data` (https://core.telegram.org/bots/api#inlinekeyboardbutton). */
export const CALLBACK_BYTES = 64;

/** Two labels of this length fit side by side on a narrow phone. */
const HALF_ROW = 16;

/** Buttons under a message: two short ones in a row share a line. Throws when an id is too long for Telegram. */
export function keyboardOf(choices: readonly ChatChoice[]): InlineKeyboardButton.CallbackButton[][] {
  const rows: InlineKeyboardButton.CallbackButton[][] = [];
  for (const { id, label } of choices) {
    if (Buffer.byteLength(id) > CALLBACK_BYTES) throw new Error(`choice ${id}: longer than ${CALLBACK_BYTES} bytes`);
    const button = { text: label, callback_data: id };
    const last = rows.at(-1);
    const single = last?.length === 1 ? last[0] : undefined;
    if (single && short(single.text) && short(label)) last?.push(button);
    else rows.push([button]);
  }
  return rows;
}

const short = (label: string) => [...label].length <= HALF_ROW;
