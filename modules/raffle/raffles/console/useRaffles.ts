import type { Static } from 'typebox';
import { type Camelized, useGet, useLive } from '../../../../kernel/ui/index.ts';
import type * as raffles from '../contract.ts';

/** The latest hundred raffles, for filters and choices. */
export function useRaffles(): Raffle[] {
  return useGet<Raffle[]>('/raffle/raffles', { limit: 100 }, { staleTime: 60_000 }).data ?? [];
}

/** The same for a field or a filter. */
export const useRaffleChoices = () => useRaffles().map(({ id, title }) => ({ id, name: title }));

/** One raffle with its counts, updated live. */
export function useRaffle(id: string | undefined) {
  const query = useGet<Raffle>(`/raffle/raffles/${id}`, {}, { enabled: Boolean(id) });
  useLive(id ? [`raffle.grid:${query.data?.id ?? id}`] : [], () => query.refetch());
  return query;
}

/** The answers of this module's API, as its screens use them. */
export type Raffle = Camelized<Static<typeof raffles.Raffle>>;
