import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';

const strict = { additionalProperties: false };
const Degrees = (most: number) => Type.Number({ minimum: -most, maximum: most });

const fields = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  address: Type.Optional(Type.String({ maxLength: 255 })),
  latitude: Type.Optional(nullable(Degrees(90))),
  longitude: Type.Optional(nullable(Degrees(180))),
};
export const LocationInput = Type.Object({ merchant_id: Id, ...fields }, strict);
export type LocationInput = Static<typeof LocationInput>;
/** A location stays with its merchant. */
export const LocationPatch = Type.Partial(Type.Object(fields, strict));
export type LocationPatch = Static<typeof LocationPatch>;

export const Location = Type.Object({
  id: Id,
  merchant_id: Id,
  merchant_name: Type.String(),
  name: Type.String(),
  address: Type.String(),
  latitude: nullable(Type.Number()),
  longitude: nullable(Type.Number()),
  machines: Type.Integer({ description: 'Machines in use.' }),
  created_at: At,
});
export type Location = Static<typeof Location>;

export const LocationFilter = Type.Object({ merchant_id: Type.Optional(Id) }, strict);
export type LocationFilter = Static<typeof LocationFilter>;
