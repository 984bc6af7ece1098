import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, keptOr, listQuery, useLive, useSession } from '../../../../kernel/ui/index.ts';
import type { Stall } from './types.ts';

/** The stalls of an exhibition that sell, by code; whoever is limited to one has that one. */
export function useStalls(exhibitionId: string): { stalls: Stall[]; waiting: boolean } {
  const { organization } = useSession();
  const client = useQueryClient();
  const queryKey = ['exhibition-stalls', organization.id, exhibitionId];
  useLive(['exhibition.stall'], () => void client.invalidateQueries({ queryKey }));
  const query = useQuery({
    queryKey,
    enabled: exhibitionId !== '',
    networkMode: 'always',
    queryFn: () =>
      keptOr(`stalls.${exhibitionId}`, () =>
        api.get<Stall[]>('/exhibition/stalls', { ...listQuery({ exhibitionId, archived: false }), limit: 100 }),
      ),
  });
  return { stalls: query.data ?? [], waiting: query.isLoading && query.data === undefined };
}
