/** What the flows of students and of the office share. */
import {
  type ChatInput,
  type Choice,
  entryId,
  GO,
  meaningOf,
  type Prompt,
  type Talk,
} from '../../../kernel/conversations/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { formatMoney, formattingOf, texts } from '../../../kernel/i18n/index.ts';
import type { Refusal } from '../../../kernel/lib/result.ts';
import { type DayRange, plusDays } from '../calendar/days.rule.ts';
import { type DayWords, monthNames } from '../calendar/read-days.rule.ts';

// biome-ignore lint/suspicious/noExplicitAny: each flow has data of its own
type Any = Talk<any>;

export const menuButton = ({ t }: Any): Choice => ({ id: GO.menu, label: t('chat.button.menu') });

/** A button that leads to an entry of a flow, by its label. */
export const entryOf =
  (flow: string) =>
  ({ t }: Any, id: string): Choice => ({ id: entryId(flow, id), label: t(`entries.${id}.label`) });

/** Ends a flow with this text and the last prompt's buttons. */
export const done = (text: string, choices?: Choice[], extra: Partial<Prompt> = {}): { end: true; send: Prompt[] } => ({
  end: true,
  send: [{ text, ...extra, ...(choices && { choices }) }],
});

export const textOf = ({ t }: Any, refusal: Refusal) => t(`errors.${refusal.code}`, refusal.detail);

export const money = (ctx: Ctx, minor: number, currency: string) => formatMoney(minor, currency, formattingOf(ctx));

/** `Sun, 22 Nov`, or a range `Sun, 22 – Wed, 25 Nov`, in the language of `ctx`; for cycles `1 – 30 Nov 2026`. */
export function daysText(ctx: Ctx, { from, to }: DayRange, year?: 'with year'): string {
  const { locale } = formattingOf(ctx);
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    ...(year ? { year: 'numeric' } : { weekday: 'short' }),
  });
  const at = (day: string) => new Date(`${day}T00:00:00Z`);
  const text = from === to ? format.format(at(from)) : format.formatRange(at(from), at(to));
  // Intl's thin spaces would double the price of an SMS, and people can't type them.
  return text.replaceAll(/[\u2009\u202f]/g, ' ');
}

export const dayText = (ctx: Ctx, day: string) => daysText(ctx, { from: day, to: day });

/** This many consecutive days as choices; the ids are the days. */
export function dayChoices(ctx: Ctx, from: string, count: number): Choice[] {
  return Array.from({ length: count }, (_, i) => plusDays(from, i)).map((day) => ({
    id: day,
    label: dayText(ctx, day),
  }));
}

/** Which of these words (below `chat.mess.words`, in any language) the person typed. */
export const typed = <W extends string>({ ctx }: Any, input: ChatInput, meanings: readonly W[]): W | null =>
  input.kind === 'text' ? meaningOf(ctx, input.text, 'chat.mess.words', meanings) : null;

let known: DayWords | undefined;

/** Names of months and days in every language of the server. */
export function dayWords(t: Any['t']): DayWords {
  if (known) return known;
  const { languages } = texts();
  const list = (key: string) =>
    languages.flatMap((lng) =>
      t(`chat.mess.words.${key}`, { lng })
        .split(',')
        .map((word) => word.trim().toLowerCase().normalize('NFC')),
    );
  const near = ['today', 'tomorrow', 'day_after'].flatMap((key, days) =>
    list(key).map((word) => [word, days] as const),
  );
  known = { months: monthNames(languages), near: new Map(near), to: list('to') };
  return known;
}

export type Receipt = { fileId: string; caption: string; eventId: string | null };

/** The picture or document in the message, or null. */
export function receiptOf({ message }: Any, input: ChatInput): Receipt | null {
  if (input.kind !== 'media' || !input.file || input.media === 'other') return null;
  return { fileId: input.file.id, caption: input.caption, eventId: message?.eventId ?? null };
}
