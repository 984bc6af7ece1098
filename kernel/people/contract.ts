import { type Static, Type } from 'typebox';
import { nullable } from '../lib/schemas.ts';

/** Requests and answers about people, shared with the console. */

export const PersonInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 255 }),
    phone: Type.Optional(nullable(Type.String({ maxLength: 40, description: 'Any usual writing; kept as E.164.' }))),
    keep_phone: Type.Optional(
      Type.Boolean({ description: 'A number that no known range has is right as it is typed.' }),
    ),
    email: Type.Optional(nullable(Type.String({ maxLength: 254 }))),
    language: Type.Optional(Type.String({ maxLength: 35, description: "BCP 47; the organization's by default." })),
  },
  { additionalProperties: false },
);
export const PersonPatch = Type.Partial(PersonInput);
export type PersonInput = Static<typeof PersonInput>;
export type PersonPatch = Static<typeof PersonPatch>;

export const PersonView = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  phone: nullable(Type.String({ description: 'E.164' })),
  email: nullable(Type.String()),
  language: Type.String({ description: 'BCP 47' }),
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.String({ format: 'date-time' }),
});
export type PersonView = Static<typeof PersonView>;
