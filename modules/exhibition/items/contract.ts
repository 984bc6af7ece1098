import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { COLOURS, UNITS } from './looks.rule.ts';

export { COLOURS, type Colour, UNITS } from './looks.rule.ts';

/** A quantity as people type it: at most three decimals, since stock is kept in thousandths. */
const Quantity = Type.String({ maxLength: 20, description: 'In the unit of the item, e.g. "12" or "0.250".' });

const fields = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  code: Type.Optional(
    nullable(Type.String({ maxLength: 64, description: 'What its barcode says, or what a cashier types for it.' })),
  ),
  price: Type.String({
    maxLength: 30,
    description: "Of one piece or kilogram, tax included, in the exhibition's currency.",
  }),
  unit: Type.Optional(Type.Enum([...UNITS], { description: 'What its price is for; default: piece.' })),
  tax_percent: Type.Optional(
    nullable(
      Type.String({
        pattern: '^\\d{1,2}(\\.\\d{1,2})?$',
        description: 'The rate that its price includes, e.g. "5"; null: the rate of the exhibition.',
      }),
    ),
  ),
  hsn: Type.Optional(
    nullable(Type.String({ pattern: '^\\d{4,8}$', description: 'HSN or SAC, or another tariff number.' })),
  ),
  category: Type.Optional(Type.String({ maxLength: 60 })),
  colour: Type.Optional(nullable(Type.Enum([...COLOURS], { description: "Of its key on the desk's screen." }))),
  image_file_id: Type.Optional(
    nullable(Type.String({ format: 'uuid', description: 'A file of purpose exhibition.item.' })),
  ),
  quick_key: Type.Optional(
    nullable(Type.Integer({ minimum: 1, maximum: 99, description: "Its place among the desk's keys." })),
  ),
};
const variant = Type.String({
  minLength: 1,
  maxLength: 60,
  description: 'What tells it from the others, e.g. "M, blue".',
});

export const ItemInput = Type.Object({
  exhibition_id: Id,
  stall_id: Type.Optional(
    nullable(Type.String({ format: 'uuid', description: 'Who sells it; null: the house. A variant is its item’s.' })),
  ),
  ...fields,
  name: Type.Optional(
    Type.String({ ...fields.name, description: 'A variant has none: its name is made of its item’s.' }),
  ),
  variant_of: Type.Optional(
    Type.String({
      format: 'uuid',
      description: 'The item that this is a variant of; that item is not sold itself then.',
    }),
  ),
  variant: Type.Optional(variant),
  stock: Type.Optional(
    nullable(Type.String({ ...Quantity, description: 'How much of it is there; null: not counted.' })),
  ),
});
export type ItemInput = Static<typeof ItemInput>;

export const ItemPatch = Type.Partial(
  Type.Object({
    ...fields,
    variant,
    archived: Type.Boolean({ description: 'true: it is not sold any more, nor are its variants; its bills keep it.' }),
  }),
);
export type ItemPatch = Static<typeof ItemPatch>;

export const Item = Type.Object({
  id: Id,
  exhibition_id: Id,
  stall_id: nullable(Id),
  name: Type.String({ description: 'Of a variant: the name of its item, a comma, and the variant.' }),
  code: nullable(Type.String()),
  price: Amount,
  price_minor: Type.Integer(),
  currency: Currency,
  unit: Type.Enum([...UNITS]),
  tax_percent: nullable(Type.String()),
  hsn: nullable(Type.String()),
  category: Type.String(),
  colour: nullable(Type.Enum([...COLOURS])),
  image_file_id: nullable(Id),
  quick_key: nullable(Type.Integer()),
  variant_of: nullable(Id),
  variant: nullable(Type.String()),
  variants: Type.Integer({ description: 'How many variants of it are on sale; above 0: they are sold instead.' }),
  stock: nullable(Type.String({ description: 'What is left; null: nobody counts it.' })),
  stock_milli: nullable(Type.Integer({ description: 'The same in thousandths of the unit.' })),
  archived: Type.Boolean(),
  created_at: At,
  updated_at: At,
});
export type Item = Static<typeof Item>;

export const ItemFilter = Type.Object(
  {
    exhibition_id: Type.Optional(Id),
    stall_id: Type.Optional(Id),
    code: Type.Optional(Type.String({ maxLength: 64, description: 'Exactly this code, as a scanner reads it.' })),
    category: Type.Optional(Type.String({ maxLength: 60 })),
    variant_of: Type.Optional(Id),
    archived: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ItemFilter = Static<typeof ItemFilter>;

/** What a person counted. */
export const StockCount = Type.Object({
  stock: nullable(Quantity),
  reason: Type.String({
    minLength: 1,
    maxLength: 500,
    description: 'Why it was counted, e.g. "evening", "two broke".',
  }),
});
export type StockCount = Static<typeof StockCount>;

const Key = Type.Object({ item_id: Id, quick_key: Type.Integer({ minimum: 1, maximum: 99 }) });

/** The keys of a desk as a person arranged them: whoever is not named has none afterwards. */
export const QuickKeys = Type.Object({
  exhibition_id: Id,
  stall_id: Type.Optional(nullable(Type.String({ format: 'uuid', description: 'Whose desk; default: the house’s.' }))),
  keys: Type.Array(Key, {
    maxItems: 99,
    description: 'Every key that is to be; other items have none afterwards.',
  }),
  expected: Type.Optional(
    Type.Array(Key, {
      maxItems: 99,
      description: 'The keys that the person saw: refused when somebody else arranged them meanwhile.',
    }),
  ),
});
export type QuickKeys = Static<typeof QuickKeys>;
