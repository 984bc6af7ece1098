import { useQuery } from '@tanstack/react-query';
import { useLocaleState } from 'react-admin';
import { api } from '../../ui/index.ts';
import type { Kind } from './types.ts';

/** The kinds of payments in the reader's language; they change only when the server restarts. */
export function useKinds(): Kind[] {
  const [language] = useLocaleState();
  const query = useQuery({
    queryKey: ['payment-kinds', language],
    queryFn: () => api.get<Kind[]>('/payments/kinds'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return query.data ?? [];
}
