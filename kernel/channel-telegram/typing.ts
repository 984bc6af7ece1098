import type { Ctx } from '../ctx/index.ts';
import { botApi } from './api.ts';
import { botOf } from './bots.ts';
import { readUpdate } from './read-update.ts';

const TIMEOUTS = { connect: 3_000, reply: 5_000 };

/**
 * Shows "typing…" for five seconds, or until our answer arrives (https://core.telegram.org/bots/api#sendchataction).
 * Bots have no ticks to show that a message was read.
 */
export async function showTyping(ctx: Ctx, account: string, payload: unknown, typing: boolean): Promise<void> {
  const bot = typing ? await botOf(ctx) : null;
  const read = readUpdate(payload);
  if (bot?.id !== account || read?.kind !== 'message') return;
  await botApi(bot, TIMEOUTS).sendChatAction(Number(read.address), 'typing');
}
