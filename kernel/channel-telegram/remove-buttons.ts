import { GrammyError } from 'grammy';
import type { Ctx } from '../ctx/index.ts';
import { botApi } from './api.ts';
import { botOf } from './bots.ts';

/**
 * Removes the buttons of a message. A message that is deleted, too old, or in a chat that blocked us has none to press,
 * which is also success. Other errors are thrown.
 */
export async function removeButtons(ctx: Ctx, account: string, providerId: string): Promise<void> {
  const bot = await botOf(ctx);
  // Messages of another bot cannot be changed.
  if (bot?.id !== account) return;
  const [chat, message] = providerId.split(':').map(Number);
  if (!chat || !message) return;
  try {
    await botApi(bot).editMessageReplyMarkup(chat, message, { reply_markup: { inline_keyboard: [] } });
  } catch (error) {
    if (!(error instanceof GrammyError && (error.error_code === 400 || error.error_code === 403))) throw error;
  }
}
