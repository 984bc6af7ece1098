import { useQuery } from '@tanstack/react-query';
import { api, type Camelized, useSession } from '../../../../kernel/ui/index.ts';
import type * as meals from '../contract.ts';

export function useMeals() {
  const { organization } = useSession();
  return useQuery({
    queryKey: ['mess', 'meals', organization.id],
    queryFn: () => api.get<Meal[]>('/mess/meals'),
    staleTime: 60_000,
  });
}

export type Meal = Camelized<meals.Meal>;
