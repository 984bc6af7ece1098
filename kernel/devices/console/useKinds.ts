import { useQuery } from '@tanstack/react-query';
import { api, useSession } from '../../ui/index.ts';

/** The kinds of devices that the organization can add. */
export function useKinds(): string[] {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['device-kinds', organization.id],
    queryFn: () => api.get<{ kind: string }[]>('/device-kinds'),
    staleTime: 60_000,
  });
  return (query.data ?? []).map(({ kind }) => kind);
}
