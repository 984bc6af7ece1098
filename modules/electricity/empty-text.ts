import { type Ctx, orgOf } from '../../kernel/ctx/index.ts';
import { formatDate, inLanguage, localeIn, t } from '../../kernel/i18n/index.ts';

/** "Empty on Thursday in the evening.": the weekday within six days, else the date. */
export function emptyText(ctx: Ctx, language: string, at: Date): string {
  const { country, timeZone } = orgOf(ctx);
  const locale = localeIn(language, country);
  const say = (key: string, day: string) => t(inLanguage(ctx, language), `chat.electricity.balance.${key}`, { day });
  const days = (at.getTime() - ctx.clock.now().getTime()) / 86_400_000;
  if (days >= 6) return say('until', formatDate(at, { locale, timeZone }));
  const there = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  // As in the portal: Intl does not know the days in Kinyarwanda everywhere.
  const day = t(language, 'portal.electricity.weekdays').split(', ')[there.dayOfWeek % 7] ?? '';
  const part = ['night', 'morning', 'afternoon', 'evening'][Math.floor(there.hour / 6)];
  return say(`until_${part}`, day);
}
