import type { Update } from 'grammy/types';
import { receiveCounted } from '../channels/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { readEach } from '../inbox/index.ts';
import { type Bot, botApi } from './api.ts';
import { eventOf, type KeptUpdate } from './read-update.ts';

/** Answers to taps under way at once, over all bots. They only stop the button's spinner, so more are dropped. */
const MAX_AT_ONCE = 50;
const TIMEOUTS = { connect: 3_000, reply: 5_000 };
let underWay = 0;

/**
 * Stores updates as events in one statement; an unreadable one is set aside, and what is
 * above the limits of text is left out. When it throws, none is stored. Returns
 * how many are new. It also answers taps, so that the button's spinner stops.
 */
export async function receiveUpdates(
  ctx: Ctx,
  bot: Bot,
  updates: readonly Update[],
  signal?: AbortSignal,
): Promise<number> {
  const received_at = ctx.clock.now().toISOString();
  const ours = readEach(updates, (update) => {
    const event = eventOf(update);
    return event ? [{ ...event, payload: { ...update, received_at } satisfies KeptUpdate }] : [];
  });
  const added = await receiveCounted(ctx, 'telegram', bot.id, ours);
  for (const update of updates) if (update?.callback_query) void answerTap(ctx, bot, update.callback_query.id, signal);
  return added;
}

/** https://core.telegram.org/bots/api#answercallbackquery */
async function answerTap(ctx: Ctx, bot: Bot, id: string, signal: AbortSignal | undefined): Promise<void> {
  if (underWay >= MAX_AT_ONCE) return;
  underWay++;
  try {
    await botApi(bot, TIMEOUTS).answerCallbackQuery(id, {}, signal as never);
  } catch (error) {
    // Usually the answer was too late, and the spinner has stopped by itself.
    ctx.log.debug({ error: (error as Error).message }, 'a tap could not be answered');
  } finally {
    underWay--;
  }
}
