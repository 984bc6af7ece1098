import { basename } from 'node:path';
import { GrammyError } from 'grammy';
import type { InboundMedia } from '../channels/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { ANY_ADDRESS, exchange, OutboundError, type OutboundTimeouts } from '../outbound/index.ts';
import { type Bot, botApi } from './api.ts';
import { botOf } from './bots.ts';
import { MAX_FILE_BYTES, type TelegramFile } from './read-update.ts';

const TIMEOUTS: Partial<OutboundTimeouts> = { reply: 30_000 };

/**
 * Fetches a file: `getFile` returns a path, which works for an hour (https://core.telegram.org/bots/api#getfile).
 * Refuses with `channels.media_too_large` (20 MB, Telegram's limit for bots) and `channels.media_gone`; throws for
 * faults that may pass.
 */
export async function fetchTelegramMedia(
  ctx: Ctx,
  account: string,
  media: InboundMedia,
): Promise<Result<{ bytes: Uint8Array; name: string }>> {
  const tooLarge = () => refuse('channels.media_too_large', { limit: MAX_FILE_BYTES / 1024 / 1024 });
  if ((media.sizeBytes ?? 0) > MAX_FILE_BYTES) return tooLarge();
  const bot = await botOf(ctx);
  // Only a bot's own token can read its files.
  if (bot?.id !== account) return refuse('channels.media_gone');

  const path = await pathOf(bot, media.ref as TelegramFile);
  if (path === 'too_large') return tooLarge();
  if (!path) return refuse('channels.media_gone');
  const url = `${bot.root}/file/bot${bot.token}/${path.split('/').map(encodeURIComponent).join('/')}`;
  try {
    const { status, bytes } = await exchange({
      method: 'GET',
      url,
      policy: ANY_ADDRESS,
      maxBytes: MAX_FILE_BYTES,
      timeouts: TIMEOUTS,
    });
    if (status === 200) return ok({ bytes, name: media.name ?? basename(path) });
    if (status === 404 || status === 410) return refuse('channels.media_gone');
    throw new Error(`the file could not be fetched: ${status}`);
  } catch (error) {
    if (error instanceof OutboundError && error.code === 'too_large') return tooLarge();
    throw error;
  }
}

async function pathOf(bot: Bot, { file_id }: TelegramFile): Promise<string | 'too_large' | undefined> {
  try {
    return (await botApi(bot, TIMEOUTS).getFile(file_id)).file_path;
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
    // "Bad Request: file is too big"; similar refusals mean that the file no longer exists.
    return /too big/i.test(error.description) ? 'too_large' : undefined;
  }
}
