import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Id } from '../../../kernel/lib/schemas.ts';

const strict = { additionalProperties: false };
export const UNITS = ['g', 'ml', 'piece'] as const;
const MaterialCode = Type.String({
  pattern: '^[a-z0-9][a-z0-9_-]{0,39}$',
  maxLength: 40,
  description: 'Small letters, digits, hyphens: such as beans-house.',
});

export const MaterialInput = Type.Object(
  {
    code: MaterialCode,
    name: Type.String({ minLength: 1, maxLength: 120 }),
    unit: Type.Enum([...UNITS]),
    specification: Type.Optional(Type.String({ maxLength: 500 })),
    cost: Type.Optional(
      Type.String({ maxLength: 30, description: 'Of 1,000 units: a kilo, a litre, a thousand pieces. "12.50".' }),
    ),
    active: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type MaterialInput = Static<typeof MaterialInput>;
/** Code and unit stay: levels and recipes stand on them. */
export const MaterialPatch = Type.Partial(Type.Omit(MaterialInput, ['code', 'unit']));
export type MaterialPatch = Static<typeof MaterialPatch>;

export const Material = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  unit: Type.Enum([...UNITS]),
  specification: Type.String(),
  cost: Amount,
  cost_minor: Type.Integer(),
  currency: Currency,
  active: Type.Boolean(),
  created_at: At,
});
export type Material = Static<typeof Material>;
export const MaterialFilter = Type.Object(
  { unit: Type.Optional(Type.Enum([...UNITS])), active: Type.Optional(Type.Boolean()) },
  strict,
);
export type MaterialFilter = Static<typeof MaterialFilter>;
