import { useQuery } from '@tanstack/react-query';
import { api, useLive, useSession } from '../../../../kernel/ui/index.ts';
import { plusDays, wallTime } from '../../calendar/days.rule.ts';

export type Days = { from: string; to: string };

/** The last `days` days up to today, by the organization's clock. */
export function useReportDays(period: number): Days {
  const { organization } = useSession();
  const to = wallTime(organization.timeZone, new Date()).day;
  return { from: plusDays(to, 1 - period), to };
}

/** A report of `/mess/reports/`, requested again when something of the topics changes. */
export function useReport<T>(name: string, days: Partial<Days>, topics: readonly string[]) {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['mess', 'report', name, organization.id, days.from, days.to],
    queryFn: () => api.get<T>(`/mess/reports/${name}`, days),
  });
  useLive(topics, () => query.refetch());
  return query;
}
