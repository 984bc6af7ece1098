import { useQuery } from '@tanstack/react-query';
import { api, useSession } from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import type { Location } from './useLocations.ts';

/** The locations of all merchants, by name, for choices; those of one merchant have no merchant's name. */
export function useAllLocations(): (Location & { merchantName: string })[] {
  const { organization } = useSession();
  const merchants = useMerchants();
  const query = useQuery({
    queryKey: ['coffee', 'all-locations', organization.id],
    queryFn: () => api.get<Location[]>('/coffee/locations', { limit: 200 }),
  });
  const nameOf = (id: string) => (merchants.length > 1 ? (merchants.find((one) => one.id === id)?.name ?? '') : '');
  return (query.data ?? [])
    .map((location) => ({ ...location, merchantName: nameOf(location.merchantId) }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
