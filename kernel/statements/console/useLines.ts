import { useInfiniteQuery } from '@tanstack/react-query';
import { listQuery, request, useSession } from '../../ui/index.ts';
import type { Line } from './types.ts';

/** Lines of a statement; the statement's page refetches them. */
export function useLines(statementId: string, filter: { state: string; certainty?: string }) {
  const { organization } = useSession();
  const query = useInfiniteQuery({
    queryKey: ['statements', organization.id, statementId, 'lines', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      request<Line[]>('/statement-lines', {
        query: { ...listQuery({ statementId, ...filter }), limit: 100, after: pageParam },
        signal,
      }),
    getNextPageParam: (page) => page.page?.next ?? undefined,
  });
  return { query, lines: query.data?.pages.flatMap((page) => page.data) ?? [] };
}
