import { type Camelized, useGet } from '../../../../kernel/ui/index.ts';
import type * as cycles from '../contract.ts';

/** The latest hundred cycles, for filters and choices: eight years of months. */
export function useCycles(): { cycles: Cycle[]; isFetched: boolean } {
  const query = useGet<Cycle[]>('/mess/cycles', { limit: 100 }, { staleTime: 60_000 });
  return { cycles: query.data ?? [], isFetched: query.isFetched };
}

export type Cycle = Camelized<cycles.Cycle>;
