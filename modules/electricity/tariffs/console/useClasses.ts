import { type Camelized, useGet } from '../../../../kernel/ui/index.ts';
import type { Tariff } from '../contract.ts';

type Classes = Camelized<Tariff>['classes'];

/** The version of the prices that is in force; before the first begins, that one. */
export const inForce = (tariffs: Camelized<Tariff>[]): Camelized<Tariff> | undefined =>
  tariffs.find(({ state }) => state === 'current') ?? tariffs[0];

/** The classes of the tariff in force, and the name of each by its code. */
export function useClasses(): { classes: Classes; nameOf: (code: string) => string } {
  const { data = [] } = useGet<Camelized<Tariff>[]>('/electricity/tariffs');
  // Without an answer the codes are shown.
  const classes = inForce(data)?.classes ?? [];
  return { classes, nameOf: (code) => classes.find((one) => one.code === code)?.name ?? code };
}
