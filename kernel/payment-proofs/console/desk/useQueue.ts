import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { listQuery, type Reply, useLive, usePages, useSession } from '../../../ui/index.ts';
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
  const key = ['payments', 'queue', organization.id, subjectType, needsSecond];
  const asked = { ...listQuery({ subjectType, needsSecond }), limit: PAGE };
  const { query, rows: items } = usePages<Waiting>('/payments/queue', key, asked, true);
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
  return { query, items, remove };
}
