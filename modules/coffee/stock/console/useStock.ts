import { type Camelized, useGet } from '../../../../kernel/ui/index.ts';
import type { Stock as Answer } from '../contract.ts';

export type Stock = Camelized<Answer>;

/** How long the bins of a machine last, by position. */
export function useStock(machineId: string): Map<number, Stock> {
  const query = useGet<Stock[]>(`/coffee/machines/${machineId}/stock`, {}, { live: [`coffee.machine:${machineId}`] });
  return new Map((query.data ?? []).map((one) => [one.position, one]));
}
