import { useQuery } from '@tanstack/react-query';
import { api, keptOr, useSession } from '../../../../kernel/ui/index.ts';
import type { Exhibition } from './types.ts';

/** Whether it is on today, by this browser's clock. */
export function isOn({ startsOn, endsOn }: Exhibition): boolean {
  const today = new Date().toISOString().slice(0, 10);
  return startsOn <= today && endsOn >= today;
}

/** Every exhibition of the organization, for filters and choices; there are few. Without a network those of last time. */
export function useExhibitionsQuery() {
  const { organization } = useSession();
  return useQuery({
    queryKey: ['exhibitions', organization.id],
    queryFn: () =>
      keptOr(`exhibitions.${organization.id}`, () => api.get<Exhibition[]>('/exhibition/exhibitions', { limit: 100 })),
    networkMode: 'always',
    staleTime: 60_000,
  });
}

export const useExhibitions = (): Exhibition[] => useExhibitionsQuery().data ?? [];
