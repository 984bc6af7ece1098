import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';

const strict = { additionalProperties: false };

export const Credit = Type.Object({
  id: Id,
  number: Type.Integer({
    description: 'Rises by one with each credit of a meter: none is left out, none comes twice.',
  }),
  wh: Type.Integer(),
});

export type Credit = Static<typeof Credit>;

/** A credit as staff see it. */
export const SentCredit = Type.Object({ ...Credit.properties, created_at: At, acknowledged_at: nullable(At) });

export type SentCredit = Static<typeof SentCredit>;

export const AdjustInput = Type.Object(
  {
    wh: Type.Integer({ minimum: -1_000_000_000, maximum: 1_000_000_000, description: 'Below zero: units taken away.' }),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  },
  strict,
);

export type AdjustInput = Static<typeof AdjustInput>;

export const CreditParams = Type.Object({
  id: Type.String({ maxLength: 40, description: 'The uuid or the number.' }),
  credit: Id,
});
