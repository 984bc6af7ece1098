import { useQuery } from '@tanstack/react-query';
import { api, useSession } from '../../../../kernel/ui/index.ts';
import type { Customer } from './types.ts';

/** A customer, as the desk keeps them too. */
export function useCustomer(id: string) {
  const { organization } = useSession();
  return useQuery({
    queryKey: ['desk', 'customer', organization.id, id],
    queryFn: () => api.get<Customer>(`/exhibition/customers/${id}`),
  });
}
