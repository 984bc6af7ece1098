import { useQuery } from '@tanstack/react-query';
import { api, type Camelized, useSession } from '../../../../kernel/ui/index.ts';
import type { Location as Answer } from '../contract.ts';

export type Location = Camelized<Answer>;

/** The locations of a merchant, by name, for choices. */
export function useLocations(merchantId: string): Location[] {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['coffee', 'locations', organization.id, merchantId],
    enabled: merchantId !== '',
    queryFn: () =>
      api.get<Location[]>('/coffee/locations', { limit: 200, filter: JSON.stringify({ merchant_id: merchantId }) }),
  });
  return (query.data ?? []).toSorted((a, b) => a.name.localeCompare(b.name));
}
