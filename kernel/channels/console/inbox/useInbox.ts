import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, listQuery, request, useLive, useSession } from '../../../ui/index.ts';
import type { Channel, Line, Row, View } from '../types.ts';

const CONVERSATIONS = ['conversation'];
const PAGE = 40;

/**
 * The channels (chats and mail) and how each is set up. The server counts messages and asks outside services for this
 * answer, so a caller that only needs the names accepts an older one. @param staleTime ms for which an old answer is
 * accepted
 */
export function useChannels(staleTime = 0) {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['channels', organization.id],
    queryFn: () => api.get<Channel[]>('/channels'),
    staleTime,
  });
  // Whoever tries a new channel sees here that the first message came.
  useLive(staleTime === 0 ? CONVERSATIONS : [], () => query.refetch());
  return query;
}

export type InboxFilter = { channel: string; mode: string; unread: string; search: string };

/** Conversations, the latest first, updated live. */
export function useConversations({ channel, mode, unread, search }: InboxFilter) {
  const { organization } = useSession();
  const query = useInfiniteQuery({
    queryKey: ['conversations', 'list', organization.id, channel, mode, unread, search],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      request<Row[]>('/conversations', {
        query: {
          ...listQuery({ channel, mode, ...(unread && { unread: true }) }),
          search,
          limit: PAGE,
          after: pageParam,
        },
        signal,
      }),
    getNextPageParam: (page) => page.page?.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  useLive(CONVERSATIONS, () => query.refetch());
  return { query, rows: query.data?.pages.flatMap((page) => page.data) ?? [] };
}

/** One conversation with its messages, oldest first, updated live. */
export function useConversation(id: string) {
  const { organization } = useSession();
  const about = useQuery({
    queryKey: ['conversations', 'one', organization.id, id],
    queryFn: () => api.get<View>(`/conversations/${id}`),
  });
  const history = useInfiniteQuery({
    queryKey: ['conversations', 'lines', organization.id, id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      request<Line[]>(`/conversations/${id}/messages`, { query: { limit: PAGE, after: pageParam }, signal }),
    getNextPageParam: (page) => page.page?.next ?? undefined,
  });
  const refetch = () => Promise.all([about.refetch(), history.refetch()]);
  useLive([`conversation:${id}`, `conversation.message:${id}`], refetch);
  const lines = history.data?.pages.flatMap((page) => page.data).reverse() ?? [];
  return { about, history, lines, refetch };
}
