import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';

/** The parameter of a route below a raffle or an order. */
export const ByReference = Type.Object({ id: Type.String({ maxLength: 40, description: 'uuid or code' }) });

export const PayTo = Type.String({
  minLength: 1,
  maxLength: 500,
  description: 'Where buyers pay, for an organization that has not said it yet: it becomes its setting.',
});

export const RaffleInput = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 120 }),
  description: Type.Optional(Type.String({ maxLength: 2000 })),
  ticket_price: Type.String({ maxLength: 30, description: 'Decimal text above 0, such as "5.00".' }),
  currency: Type.Optional(Currency),
  first_number: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_999_999, description: 'Default 1.' })),
  last_number: Type.Integer({ minimum: 0, maximum: 9_999_999, description: 'At most 100,000 numbers in all.' }),
  active: Type.Optional(Type.Boolean({ description: 'On sale; default false. Needs a place to pay.' })),
  pay_to: Type.Optional(PayTo),
  picture_file_id: Type.Optional(nullable(Id)),
  draw_on: Type.Optional(nullable(Day)),
  per_person_limit: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 100_000 }))),
  reservation_minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_080, description: 'Default 30.' })),
});
export type RaffleInput = Static<typeof RaffleInput>;

/** Price and currency are fixed after the first order. The range may grow, and shrink where its numbers are free. */
export const RafflePatch = Type.Partial(RaffleInput);
export type RafflePatch = Static<typeof RafflePatch>;

export const Raffle = Type.Object({
  id: Id,
  code: Type.String({ description: 'Six signs; the public page is /r/<code>.' }),
  title: Type.String(),
  description: Type.String(),
  ticket_price: Amount,
  ticket_price_minor: Type.Integer(),
  currency: Currency,
  first_number: Type.Integer(),
  last_number: Type.Integer(),
  digits: Type.Integer({ description: 'Numbers are shown with so many digits.' }),
  active: Type.Boolean(),
  picture_file_id: nullable(Id),
  draw_on: nullable(Day),
  per_person_limit: nullable(Type.Integer()),
  reservation_minutes: Type.Integer(),
  frozen_at: nullable(At),
  counts: Type.Object({
    total: Type.Integer(),
    available: Type.Integer(),
    reserved: Type.Integer(),
    sold: Type.Integer(),
  }),
  sold: Type.Object({ amount: Amount, amount_minor: Type.Integer() }),
  public_url: Type.String(),
  created_at: At,
  updated_at: At,
});
export type Raffle = Static<typeof Raffle>;

export const RaffleFilter = Type.Object({ active: Type.Optional(Type.Boolean()) }, { additionalProperties: false });
export type RaffleFilter = Static<typeof RaffleFilter>;

export const CloneInput = Type.Object({
  title: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  draw_on: Type.Optional(nullable(Day)),
});
export type CloneInput = Static<typeof CloneInput>;
