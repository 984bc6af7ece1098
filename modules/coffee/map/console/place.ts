import type { Camelized } from '../../../../kernel/ui/index.ts';
import type { Places as Answer } from '../contract.ts';

export type Places = Camelized<Answer>;
export type Place = Places['places'][number];

/** Machines of a location, in the list. */
export const machinesOf = (place: Place): string =>
  `/coffee/machines?filter=${encodeURIComponent(JSON.stringify({ locationId: place.id }))}`;
