import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api } from './light/api.ts';
import { useLive } from './live.ts';
import { useSession } from './session.tsx';

type Options = {
  /** what changes it: it is asked for again (`useLive`) */
  live?: readonly string[];
  /** what was there before stays until another answer has come */
  keep?: boolean;
  enabled?: boolean;
  staleTime?: number;
  refetchInterval?: number;
  gcTime?: number;
};

/** What the API answers to a GET in this organization: `useGet<Machine>(path, { days }, { live: ['machine'] })`. */
export function useGet<T>(
  path: string,
  query: NonNullable<Parameters<typeof api.get>[1]> = {},
  { live = [], keep, ...options }: Options = {},
): UseQueryResult<T> {
  const { organization } = useSession();
  const result = useQuery<T>({
    queryKey: ['get', organization.id, path, query],
    queryFn: () => api.get<T>(path, query),
    ...(keep && { placeholderData: keepPreviousData }),
    ...options,
  });
  useLive(live, () => result.refetch());
  return result;
}
