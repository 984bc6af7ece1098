import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Id, nullable } from '../../../kernel/lib/schemas.ts';

const fields = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  code: Type.Optional(
    nullable(Type.String({ maxLength: 64, description: 'What its barcode says, or what a cashier types for it.' })),
  ),
  price: Type.String({ maxLength: 30, description: "Tax included, in the exhibition's currency." }),
  tax_percent: Type.Optional(
    nullable(
      Type.String({
        pattern: '^\\d{1,2}(\\.\\d{1,2})?$',
        description: 'The rate that its price includes, e.g. "5"; null: the rate of the exhibition.',
      }),
    ),
  ),
  category: Type.Optional(Type.String({ maxLength: 60 })),
  quick_key: Type.Optional(
    nullable(Type.Integer({ minimum: 1, maximum: 99, description: "Its place among the desk's keys." })),
  ),
};

export const ItemInput = Type.Object({ exhibition_id: Id, ...fields });
export type ItemInput = Static<typeof ItemInput>;

export const ItemPatch = Type.Partial(
  Type.Object({
    ...fields,
    archived: Type.Boolean({ description: 'true: it is not sold any more; its bills keep it.' }),
  }),
);
export type ItemPatch = Static<typeof ItemPatch>;

export const Item = Type.Object({
  id: Id,
  exhibition_id: Id,
  name: Type.String(),
  code: nullable(Type.String()),
  price: Amount,
  price_minor: Type.Integer(),
  currency: Currency,
  tax_percent: nullable(Type.String()),
  category: Type.String(),
  quick_key: nullable(Type.Integer()),
  archived: Type.Boolean(),
  created_at: At,
  updated_at: At,
});
export type Item = Static<typeof Item>;

export const ItemFilter = Type.Object(
  {
    exhibition_id: Type.Optional(Id),
    code: Type.Optional(Type.String({ maxLength: 64, description: 'Exactly this code, as a scanner reads it.' })),
    archived: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ItemFilter = Static<typeof ItemFilter>;
