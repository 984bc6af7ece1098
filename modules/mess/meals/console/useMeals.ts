import { useQuery } from '@tanstack/react-query';
import { api, useSession } from '../../../../kernel/ui/index.ts';
import type { Meal } from './types.ts';

export function useMeals() {
  const { organization } = useSession();
  return useQuery({
    queryKey: ['mess', 'meals', organization.id],
    queryFn: () => api.get<Meal[]>('/mess/meals'),
    staleTime: 60_000,
  });
}
