import { useQuery } from '@tanstack/react-query';
import { api, listQuery, useGet, useLive, usePages, useSession } from '../../../ui/index.ts';
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
  const key = ['conversations', 'list', organization.id, channel, mode, unread, search];
  const asked = { ...listQuery({ channel, mode, ...(unread && { unread: true }) }), search, limit: PAGE };
  const { query, rows } = usePages<Row>('/conversations', key, asked, true);
  useLive(CONVERSATIONS, () => query.refetch());
  return { query, rows };
}

/** One conversation with its messages, oldest first, updated live. */
export function useConversation(id: string) {
  const { organization } = useSession();
  const about = useGet<View>(`/conversations/${id}`);
  const key = ['conversations', 'lines', organization.id, id];
  const { query: history, rows } = usePages<Line>(`/conversations/${id}/messages`, key, { limit: PAGE });
  const refetch = () => Promise.all([about.refetch(), history.refetch()]);
  useLive([`conversation:${id}`, `conversation.message:${id}`], refetch);
  return { about, history, lines: rows.reverse(), refetch };
}
