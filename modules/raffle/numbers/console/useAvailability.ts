import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { api, type Camelized, useLive, useSession } from '../../../../kernel/ui/index.ts';
import type { Raffle } from '../../raffles/console/useRaffles.ts';
import type * as numbers from '../contract.ts';

/** Which numbers of a raffle are taken, updated live. */
export function useAvailability(raffle: Raffle | undefined) {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['raffle', 'availability', organization.id, raffle?.id],
    queryFn: () => api.get<Availability>(`/raffle/raffles/${raffle?.id}/availability`),
    enabled: Boolean(raffle),
  });
  useLive(raffle ? [`raffle.grid:${raffle.id}`] : [], () => query.refetch());
  return query;
}

export type Availability = Camelized<Static<typeof numbers.Availability>>;
