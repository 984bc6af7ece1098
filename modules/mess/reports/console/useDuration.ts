import { useFormat } from '../../../../kernel/ui/index.ts';
import { durationText } from '../../calendar/duration.rule.ts';

/** Minutes as text in a suitable unit: "2.5 hr"; a dash for none. */
export function useDuration(): (minutes: number | null) => string {
  const { locale } = useFormat();
  return (minutes) => (minutes === null ? '–' : durationText(locale, minutes));
}
