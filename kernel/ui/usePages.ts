import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type Query, request } from './light/api.ts';

/**
 * A list of the API that loads part by part (`MoreButton`): the query, and the rows of all parts that are there.
 * @param keep shows what was there until the answer to another question comes
 */
export function usePages<T>(path: string, queryKey: readonly unknown[], asked: Query, keep = false) {
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => request<T[]>(path, { query: { ...asked, after: pageParam }, signal }),
    getNextPageParam: (page) => page.page?.next ?? undefined,
    placeholderData: keep ? keepPreviousData : undefined,
  });
  return { query, rows: query.data?.pages.flatMap((page) => page.data) ?? [] };
}
