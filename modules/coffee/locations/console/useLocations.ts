import { type Camelized, useGet } from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import type { Location as Answer } from '../contract.ts';

export type Location = Camelized<Answer>;

/** The locations of a merchant, by name, for choices. */
export function useLocations(merchantId: string): Location[] {
  const filter = JSON.stringify({ merchant_id: merchantId });
  const query = useGet<Location[]>('/coffee/locations', { limit: 200, filter }, { enabled: merchantId !== '' });
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
