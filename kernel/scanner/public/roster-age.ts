import type { Translate } from '../../ui/light/index.ts';

/** The age of a roster in the largest suitable unit. */
export function rosterAge(t: Translate, ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return t('scanner.roster.now');
  if (minutes < 90) return t('scanner.roster.minutes', { count: minutes });
  const hours = Math.round(minutes / 60);
  return hours < 48
    ? t('scanner.roster.hours', { count: hours })
    : t('scanner.roster.days', { count: Math.round(hours / 24) });
}
