import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, useCan, useLive, useSession } from '../../ui/index.ts';
import type { Till } from './types.ts';

const TOPICS = ['till.session', 'till.drawer'];

/** The person's open tills and the drawers; nothing is asked for people who take no cash. */
export function useTill() {
  const { organization, user } = useSession();
  const allowed = useCan()('till.use');
  const queryClient = useQueryClient();
  const queryKey = ['till', organization.id, user.id];
  const query = useQuery({ queryKey, queryFn: () => api.get<Till>('/till'), enabled: allowed });
  useLive(allowed ? TOPICS : NONE, () => query.refetch());
  return { query, allowed, refresh: () => queryClient.invalidateQueries({ queryKey: ['till'] }) };
}

const NONE: readonly string[] = [];
