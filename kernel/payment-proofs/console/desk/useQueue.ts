import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { listQuery, type Reply, request, useLive, useSession } from '../../../ui/index.ts';
import type { Waiting } from '../types.ts';

const TOPICS = ['payment'];
/** A few screens of rows; a button loads more. */
const PAGE = 30;

export type QueueFilter = { subjectType?: string; needsSecond?: string };

/** The waiting payments, the oldest first. The list updates itself; `remove` removes a row at once. */
export function useQueue(filter: QueueFilter) {
  const { organization } = useSession();
  const client = useQueryClient();
  const { subjectType = '', needsSecond = '' } = filter;
  const query = useInfiniteQuery({
    queryKey: ['payments', 'queue', organization.id, subjectType, needsSecond],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      request<Waiting[]>('/payments/queue', {
        query: { ...listQuery({ subjectType, needsSecond }), limit: PAGE, after: pageParam },
        signal,
      }),
    getNextPageParam: (page) => page.page?.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  useLive(TOPICS, () => query.refetch());
  const remove = useCallback(
    (ids: string[]) =>
      client.setQueriesData<InfiniteData<Reply<Waiting[]>>>(
        { queryKey: ['payments', 'queue', organization.id] },
        (data) =>
          data && {
            ...data,
            pages: data.pages.map((page) => ({ ...page, data: page.data.filter((item) => !ids.includes(item.id)) })),
          },
      ),
    [client, organization.id],
  );
  return { query, items: query.data?.pages.flatMap((page) => page.data) ?? [], remove };
}
