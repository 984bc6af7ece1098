import { useQuery } from '@tanstack/react-query';
import { api, type Camelized, useSession } from '../../../../kernel/ui/index.ts';
import type * as cycles from '../contract.ts';

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

export type Cycle = Camelized<cycles.Cycle>;
