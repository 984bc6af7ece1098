import { type Static, Type } from 'typebox';
import { Id, nullable } from '../../../kernel/lib/schemas.ts';

/** The worst that is open at a location; `empty`: it has no machines in use. */
const PLACE_STATES = ['critical', 'warning', 'info', 'fine', 'empty'] as const;

export const Place = Type.Object({
  id: Id,
  name: Type.String(),
  address: Type.String(),
  merchant: Type.Object({ id: Id, name: Type.String() }),
  latitude: Type.Number(),
  longitude: Type.Number(),
  machines: Type.Integer({ description: 'In use.' }),
  online: Type.Integer(),
  alarms: Type.Integer({ description: 'Open.' }),
  state: Type.Enum([...PLACE_STATES]),
});
export type Place = Static<typeof Place>;

export const Places = Type.Object({
  places: Type.Array(Place, { description: 'With coordinates; the 2,000 with most machines at most.' }),
  without: Type.Integer({ description: 'Locations that have no coordinates.' }),
  tiles: nullable(
    Type.Object({ url: Type.String(), attribution: Type.String() }, { description: 'The map below, when one is set.' }),
  ),
});
export type Places = Static<typeof Places>;
export const PlacesQuery = Type.Object({ merchant_id: Type.Optional(Id) });
