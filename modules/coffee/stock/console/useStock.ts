import { useQuery } from '@tanstack/react-query';
import { api, type Camelized, useLive, useSession } from '../../../../kernel/ui/index.ts';
import type { Stock as Answer } from '../contract.ts';

export type Stock = Camelized<Answer>;

/** How long the bins of a machine last, by position. */
export function useStock(machineId: string): Map<number, Stock> {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['coffee', 'stock', organization.id, machineId],
    queryFn: () => api.get<Stock[]>(`/coffee/machines/${machineId}/stock`),
  });
  useLive([`coffee.machine:${machineId}`], () => query.refetch());
  return new Map((query.data ?? []).map((one) => [one.position, one]));
}
