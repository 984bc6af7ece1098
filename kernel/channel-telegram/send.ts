import { InputFile } from 'grammy';
import { PartsSent } from '../channels/index.ts';
import type { Channel, ChannelAccount, Outbound, Outcome } from '../messages/index.ts';
import type { OutboundTimeouts } from '../outbound/index.ts';
import { type Bot, botApi } from './api.ts';
import { isBlocked, isThreadGone, telegramOutcome } from './outcome.ts';
import { type Part, partsOf } from './render.ts';

/**
 * Safe values: about thirty messages a second in all, and one a second to one chat, except for bursts
 * (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
 */
export const PACE = { perSecond: 30, perRecipientMs: 1000 } satisfies ChannelAccount['pace'];
/** Thirty a second, a third of a second each. */
export const CONCURRENCY = 10;

export type TelegramSending = {
  bot: Bot;
  /** called when somebody can no longer be written to */
  onBlocked?(address: string, message: Outbound): Promise<void>;
  timeouts?: Partial<OutboundTimeouts>;
};

export function openTelegram({ bot, onBlocked, timeouts }: TelegramSending): Channel {
  const api = botApi(bot, timeouts);
  const stopping = new AbortController();
  const partsSent = new PartsSent();
  const lately = new RecentSends();

  async function sendPart(to: string, part: Part, thread?: string): Promise<number> {
    const chat = Number(to);
    const markup = {
      ...(part.keyboard && { reply_markup: { inline_keyboard: part.keyboard } }),
      ...(thread && { message_thread_id: Number(thread) }),
    };
    const signal = stopping.signal as never;
    if (!part.photo && !part.document) {
      const options = { entities: part.entities, link_preview_options: { is_disabled: true }, ...markup };
      return (await api.sendMessage(chat, part.text, options, signal)).message_id;
    }
    const caption = part.text ? { caption: part.text, caption_entities: part.entities } : {};
    const file = part.photo ?? part.document;
    const input = new InputFile(file?.bytes ?? new Uint8Array(), fileName(file?.name ?? ''));
    const sent = part.photo
      ? await api.sendPhoto(chat, input, { ...caption, ...markup }, signal)
      : await api.sendDocument(chat, input, { ...caption, ...markup }, signal);
    return sent.message_id;
  }

  /** A topic that was deleted meanwhile is no reason not to answer. */
  async function inThread(to: string, part: Part, thread?: string): Promise<number> {
    try {
      return await sendPart(to, part, thread);
    } catch (error) {
      if (!thread || !isThreadGone(error)) throw error;
      return sendPart(to, part);
    }
  }

  return {
    name: 'telegram',
    async send(message): Promise<Outcome> {
      try {
        const parts = partsOf(message.chat ?? { text: message.text });
        let last = 0;
        for (const [index, part] of parts.entries()) {
          if (index < partsSent.partsOf(message.id)) continue;
          lately.note(message.to);
          last = await inThread(message.to, part, message.chat?.thread);
          if (parts.length > 1) partsSent.note(message.id, index + 1);
        }
        partsSent.forget(message.id);
        return { state: 'sent', providerId: `${message.to}:${last}` };
      } catch (error) {
        if (isBlocked(error)) await onBlocked?.(message.to, message).catch(() => {});
        return telegramOutcome(error, lately.isBurst(message.to));
      }
    },
    close(options) {
      if (options?.force) stopping.abort();
    },
  };
}

/** Telegram's limits for one chat: a short burst, and messages within a minute. */
const BURST = { many: 3, ms: 3_000 };
const MINUTE = { many: 20, ms: 60_000 };

/** The times of sends to each chat within the last minute. */
class RecentSends {
  readonly #sent = new Map<string, number[]>();

  note(chat: string): void {
    const now = performance.now();
    const fresh = (this.#sent.get(chat) ?? []).filter((at) => now - at < MINUTE.ms);
    this.#sent.delete(chat);
    this.#sent.set(chat, [...fresh, now]);
    for (const [old, times] of this.#sent) {
      if (now - (times.at(-1) as number) < MINUTE.ms) break;
      this.#sent.delete(old);
    }
  }

  /** Whether this chat alone may have reached a limit. */
  isBurst(chat: string): boolean {
    const now = performance.now();
    const times = this.#sent.get(chat) ?? [];
    return [BURST, MINUTE].some(({ many, ms }) => times.filter((at) => now - at < ms).length >= many);
  }
}

/** grammY puts the name into a header without quotes. */
function fileName(name: string): string {
  return name.replace(/[\s";,\\/]+/g, '_').slice(0, 120) || 'file';
}
