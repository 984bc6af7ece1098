import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { api, type Camelized, useLive, useSession } from '../../../../kernel/ui/index.ts';
import type * as raffles from '../contract.ts';

/** The latest hundred raffles, for filters and choices. */
export function useRaffles(): Raffle[] {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['raffle', 'raffles', organization.id],
    queryFn: () => api.get<Raffle[]>('/raffle/raffles', { limit: 100 }),
    staleTime: 60_000,
  });
  return query.data ?? [];
}

/** One raffle with its counts, updated live. */
export function useRaffle(id: string | undefined) {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['raffle', 'raffle', organization.id, id],
    queryFn: () => api.get<Raffle>(`/raffle/raffles/${id}`),
    enabled: Boolean(id),
  });
  useLive(id ? [`raffle.grid:${query.data?.id ?? id}`] : [], () => query.refetch());
  return query;
}

/** The answers of this module's API, as its screens use them. */
export type Raffle = Camelized<Static<typeof raffles.Raffle>>;
