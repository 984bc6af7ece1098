import { useQuery, useQueryClient } from '@tanstack/react-query';
import { keptOr, listQuery, request, useLive, useSession } from '../../../../kernel/ui/index.ts';
import type { Item } from './types.ts';

/** Everything that is on sale at an exhibition, by name; a fair has hundreds of items at most. */
export function useItems(exhibitionId: string) {
  const { organization } = useSession();
  const client = useQueryClient();
  const queryKey = ['exhibition-items', organization.id, exhibitionId];
  useLive(['exhibition.item'], () => void client.invalidateQueries({ queryKey }));
  return useQuery({
    queryKey,
    enabled: exhibitionId !== '',
    networkMode: 'always',
    queryFn: () => keptOr(`items.${exhibitionId}`, load),
  });
  async function load() {
    const items: Item[] = [];
    const query = { ...listQuery({ exhibitionId, archived: false }), limit: 200 };
    for (let after: string | null = ''; after !== null; ) {
      const reply: Awaited<ReturnType<typeof request<Item[]>>> = await request<Item[]>('/exhibition/items', {
        query: { ...query, after },
      });
      items.push(...reply.data);
      after = reply.page?.next ?? null;
    }
    return items;
  }
}
