import { useQuery } from '@tanstack/react-query';
import { api, type Camelized, useGet, useSession } from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
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

/** The locations of all merchants, by name, for choices; those of one merchant have no merchant's name. */
export function useAllLocations(): (Location & { merchantName: string })[] {
  const merchants = useMerchants();
  const query = useGet<Location[]>('/coffee/locations', { limit: 200 });
  const nameOf = (id: string) => (merchants.length > 1 ? (merchants.find((one) => one.id === id)?.name ?? '') : '');
  return (query.data ?? [])
    .map((location) => ({ ...location, merchantName: nameOf(location.merchantId) }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
