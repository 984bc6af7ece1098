import { type Camelized, useGet } from '../../../../kernel/ui/index.ts';
import type { Merchant as Answer } from '../contract.ts';

export type Merchant = Camelized<Answer>;

/** The merchants that the person sees, by name, for choices. */
export function useMerchants(): Merchant[] {
  const query = useGet<Merchant[]>('/coffee/merchants', { limit: 200 });
  return (query.data ?? []).toSorted((a, b) => a.name.localeCompare(b.name));
}
