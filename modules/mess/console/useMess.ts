import { useQuery } from '@tanstack/react-query';
import { api, useSession } from '../../../kernel/ui/index.ts';
import { wallTime } from '../calendar/days.rule.ts';
import type { Cycle, Meal } from './types.ts';

/** The latest hundred cycles, for filters and choices: eight years of months. */
export function useCycles(): { cycles: Cycle[]; isFetched: boolean } {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['mess', 'cycles', organization.id],
    queryFn: () => api.get<Cycle[]>('/mess/cycles', { limit: 100 }),
    staleTime: 60_000,
  });
  return { cycles: query.data ?? [], isFetched: query.isFetched };
}

export function useMeals() {
  const { organization } = useSession();
  return useQuery({
    queryKey: ['mess', 'meals', organization.id],
    queryFn: () => api.get<Meal[]>('/mess/meals'),
    staleTime: 60_000,
  });
}

/** Today in the organization's time zone, wherever the browser is. */
export function useToday(): string {
  const { organization } = useSession();
  return wallTime(organization.timeZone, new Date()).day;
}
