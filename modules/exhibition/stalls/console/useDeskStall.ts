import { useAddress, useCan } from '../../../../kernel/ui/index.ts';
import type { Stall } from './types.ts';
import { useStalls } from './useStalls.ts';

/**
 * Where this desk stands, as the URL says: at a stall, or (null) at the house's cash desk. Whoever is limited to a stall
 * stands there.
 */
export function useDeskStall(exhibitionId: string) {
  const can = useCan();
  const { get, set } = useAddress();
  const { stalls, waiting } = useStalls(exhibitionId);
  const limited = !can('exhibition.customer.read');
  const named = stalls.find(({ id }) => id === get('stall')) ?? null;
  const stall: Stall | null = limited ? (stalls[0] ?? null) : named;
  return {
    stalls,
    waiting,
    /** the house's cash desk can be chosen as well */
    limited,
    stall,
    choose: (id: string) => set({ stall: id }),
  };
}
