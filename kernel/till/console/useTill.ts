import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, keptOr, useCan, useLive, useSession } from '../../ui/index.ts';
import type { Session, Till } from './types.ts';

const TOPICS = ['till.session', 'till.drawer'];

/** The person's open tills and the drawers; nothing is asked for people who take no cash. */
export function useTill() {
  const { organization, user } = useSession();
  const allowed = useCan()('till.use');
  const queryClient = useQueryClient();
  const queryKey = ['till', organization.id, user.id];
  const query = useQuery({
    queryKey,
    // Also without a network: which till is open is known from before.
    queryFn: () => keptOr(`till.${organization.id}`, () => api.get<Till>('/till')),
    networkMode: 'always',
    enabled: allowed,
  });
  useLive(allowed ? TOPICS : NONE, () => query.refetch());
  return { query, allowed, refresh: () => queryClient.invalidateQueries({ queryKey: ['till'] }) };
}

const NONE: readonly string[] = [];

/** The person's open till in a currency, also without a network: as it was known last. */
export const useOpenTill = (currency: string): Session | undefined =>
  useTill().query.data?.sessions.find((one) => one.currency === currency);
