import { useFormat, useGet } from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { plusDays } from '../../calendar/days.rule.ts';
import { durationText } from '../../calendar/duration.rule.ts';

export type Days = { from: string; to: string };

/** The last `days` days up to today, by the organization's clock. */
export function useReportDays(period: number): Days {
  const to = useToday();
  return { from: plusDays(to, 1 - period), to };
}

/** A report of `/mess/reports/`, requested again when something of the topics changes. */
export function useReport<T>(name: string, days: Partial<Days>, live: readonly string[]) {
  return useGet<T>(`/mess/reports/${name}`, days, { live });
}

/** Minutes as text in a suitable unit: "2.5 hr"; a dash for none. */
export function useDuration(): (minutes: number | null) => string {
  const { locale } = useFormat();
  return (minutes) => (minutes === null ? '–' : durationText(locale, minutes));
}
