import { useGet } from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { plusDays } from '../../calendar/days.rule.ts';

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
