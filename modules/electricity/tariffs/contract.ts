import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';

const strict = { additionalProperties: false };
const Code = Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$', maxLength: 40 });
const Percent = Type.String({ maxLength: 10, description: 'At most two decimals, such as "18" or "2.5".' });
const Kwh = Type.Integer({ minimum: 1, maximum: 1_000_000 });

const BlockInput = Type.Object(
  {
    up_to_kwh: nullable(Kwh),
    price: Type.String({ maxLength: 20, description: 'Money for a kWh, without VAT; up to three more decimals.' }),
  },
  strict,
);
const ClassInput = Type.Object(
  {
    code: Code,
    name: Type.String({ minLength: 1, maxLength: 80 }),
    blocks: Type.Array(BlockInput, { minItems: 1, maxItems: 10 }),
  },
  strict,
);
export const TariffInput = Type.Object(
  {
    starts_on: Day,
    name: Type.String({ minLength: 1, maxLength: 120 }),
    vat_percent: Percent,
    levy_percent: Percent,
    fee: Type.String({ maxLength: 20, description: 'Taken off each purchase first.' }),
    classes: Type.Array(ClassInput, { minItems: 1, maxItems: 20 }),
  },
  strict,
);
export type TariffInput = Static<typeof TariffInput>;
export const TariffPatch = Type.Partial(TariffInput);
export type TariffPatch = Static<typeof TariffPatch>;

export const Tariff = Type.Object({
  id: Id,
  starts_on: Day,
  name: Type.String(),
  currency: Currency,
  vat_percent: Type.String(),
  levy_percent: Type.String(),
  fee: Amount,
  classes: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      blocks: Type.Array(Type.Object({ up_to_kwh: nullable(Type.Integer()), price: Type.String() })),
    }),
  ),
  state: Type.Enum(['coming', 'current', 'past']),
  created_by: Type.String(),
  created_at: At,
});
export type Tariff = Static<typeof Tariff>;

/** A line that differs between two versions, e.g. `residential 2 price`: 212 → 310. */
export const TariffDiff = Type.Array(
  Type.Object({ field: Type.String(), before: nullable(Type.String()), after: nullable(Type.String()) }),
);
export type TariffDiff = Static<typeof TariffDiff>;

export const QuoteQuery = Type.Object(
  {
    amount: Type.String({ minLength: 1, maxLength: 30 }),
    meter: Type.Optional(Type.String({ maxLength: 40, description: 'A meter: its class, and what it bought.' })),
    class: Type.Optional(Code),
    bought_kwh: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    on: Type.Optional(Day),
  },
  strict,
);
export type QuoteQuery = Static<typeof QuoteQuery>;

export const QuoteView = Type.Object({
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  wh: Type.Integer(),
  tariff: Type.Object({ id: Id, name: Type.String(), starts_on: Day }),
  class: Type.String(),
  class_name: Type.String(),
  month: Type.String({ description: 'The month in whose blocks it counts, e.g. 2026-11.' }),
  bought_wh: Type.Integer({ description: 'Bought in this month before.' }),
  blocks: Type.Array(
    Type.Object({
      from_wh: Type.Integer(),
      up_to_wh: nullable(Type.Integer()),
      price: Type.String({ description: 'Money for a kWh, without VAT.' }),
      wh: Type.Integer(),
      amount: Amount,
    }),
    { description: 'What each block of the month gives. The last takes what less than a watt-hour costs.' },
  ),
  vat_percent: Type.String(),
  vat: Amount,
  levy_percent: Type.String(),
  levy: Amount,
  fee: Amount,
  final: Type.Boolean({
    description: 'False: a quote. The money buys by the tariff and the blocks of the moment in which it comes.',
  }),
  under_way: nullable(
    Type.Object(
      {
        purchases: Type.Integer(),
        amount: Amount,
        amount_minor: Type.Integer(),
        wh: Type.Integer({ description: 'What this amount buys if that money comes first.' }),
      },
      { description: 'Other purchases for this meter whose money may be on its way; they count in no block yet.' },
    ),
  ),
});
export type QuoteView = Static<typeof QuoteView>;
