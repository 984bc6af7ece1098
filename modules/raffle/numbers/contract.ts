import { type Static, Type } from 'typebox';
import { At, Id } from '../../../kernel/lib/schemas.ts';

export const NumberState = Type.Union([Type.Literal('available'), Type.Literal('reserved'), Type.Literal('sold')]);

/** Without a body: makes the missing numbers of the range. */
export const GenerateInput = Type.Object({
  first_number: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_999_999 })),
  last_number: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_999_999 })),
});
export type GenerateInput = Static<typeof GenerateInput>;

/**
 * The reserved and the sold numbers: bit i (the lowest bit of each byte first) is the number `first_number + i`.
 * Read them with `bitmapOf` and `hasBit`; an expired reservation counts as free.
 */
export const Availability = Type.Object({
  raffle_id: Id,
  first_number: Type.Integer(),
  last_number: Type.Integer(),
  total: Type.Integer(),
  available: Type.Integer(),
  reserved: Type.Integer(),
  sold: Type.Integer(),
  reserved_bits: Type.String({ description: 'base64' }),
  sold_bits: Type.String({ description: 'base64' }),
  as_of: At,
});
export type Availability = Static<typeof Availability>;
