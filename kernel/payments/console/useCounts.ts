import { useQuery } from '@tanstack/react-query';
import { api, useLive, useSession } from '../../ui/index.ts';
import type { Counts } from './types.ts';

const TOPICS = ['payment', 'payment.attempt', 'payment.notice'];

/** The number of payments that wait for a person; updates itself. */
export function useCounts(): Counts | undefined {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['payments', 'counts', organization.id],
    queryFn: () => api.get<Counts>('/payments/counts'),
  });
  useLive(TOPICS, () => query.refetch());
  return query.data;
}
