import { type Static, type TSchema, Type } from 'typebox';

/** Requests and answers of the raffle desk, shared with its screens and its public page. */

export { COMPUTATION, drawWinners, hashList, listText } from './draws/draw.rule.ts';
export { bitmapOf, countBits, hasBit } from './numbers/bitmap.rule.ts';
export { type OrderState, orderStates } from './orders/order-states.rule.ts';

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Id = Type.String({ format: 'uuid' });
const At = Type.String({ format: 'date-time' });
const Day = Type.String({ format: 'date' });
const Amount = Type.String({ description: 'Decimal text such as "12.50".' });
const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' });
const Numbers = Type.Array(Type.Integer());
/** The range of the database's integers; a number outside the raffle gets a message of its own. */
const Wanted = Type.Array(Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 }), {
  minItems: 1,
  maxItems: 1000,
});

export const NumberState = Type.Union([Type.Literal('available'), Type.Literal('reserved'), Type.Literal('sold')]);
export const OrderStateName = Type.Enum(['draft', 'pending_payment', 'paid', 'cancelled', 'expired']);

export const RaffleInput = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 120 }),
  description: Type.Optional(Type.String({ maxLength: 2000 })),
  ticket_price: Type.String({ maxLength: 30, description: 'Decimal text above 0, such as "5.00".' }),
  currency: Type.Optional(Currency),
  first_number: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_999_999, description: 'Default 1.' })),
  last_number: Type.Integer({ minimum: 0, maximum: 9_999_999, description: 'At most 100,000 numbers in all.' }),
  active: Type.Optional(Type.Boolean({ description: 'On sale; default false.' })),
  picture_file_id: Type.Optional(nullable(Id)),
  draw_on: Type.Optional(nullable(Day)),
  per_person_limit: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 100_000 }))),
  reservation_minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_080, description: 'Default 30.' })),
});
/** Price and currency are fixed after the first order. The range may grow, and shrink where its numbers are free. */
export const RafflePatch = Type.Partial(RaffleInput);

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
export const RaffleFilter = Type.Object({ active: Type.Optional(Type.Boolean()) }, { additionalProperties: false });

export const CloneInput = Type.Object({
  title: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  draw_on: Type.Optional(nullable(Day)),
});
/** Without a body: makes the missing numbers of the range. */
export const GenerateInput = Type.Object({
  first_number: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_999_999 })),
  last_number: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_999_999 })),
});

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

/** A number with who holds it. */
export const Ticket = Type.Object({
  number: Type.Integer(),
  label: Type.String({ description: 'With leading zeros.' }),
  state: NumberState,
  order: nullable(
    Type.Object({
      id: Id,
      code: Type.String(),
      state: OrderStateName,
      contact_name: Type.String(),
      contact_phone: nullable(Type.String()),
      reserved_until: nullable(At),
    }),
  ),
});
export const TicketFilter = Type.Object(
  {
    state: Type.Optional(NumberState),
    from: Type.Optional(Type.Integer({ description: 'From this number on.' })),
    to: Type.Optional(Type.Integer()),
  },
  { additionalProperties: false },
);

/** Who holds numbers without having paid, by chat or by address of the web chat. */
export const Holders = Type.Object({
  holders: Type.Array(
    Type.Object({
      holder: Type.String({ description: 'Names it, for freeing what it holds.' }),
      address: nullable(Type.String({ description: 'Internet address of visitors of the web chat; IPv6 by its /64.' })),
      channel: nullable(Type.String()),
      conversation_id: nullable(Id),
      names: Type.Array(Type.String({ description: 'As buyers gave them.' })),
      orders: Type.Integer(),
      with_proof: Type.Integer({ description: 'Of these, whose proof waits on the evidence desk.' }),
      numbers: Type.Integer(),
      share: Type.Number({ description: 'Percent of the raffle.' }),
      hoarding: Type.Boolean({ description: 'Half of what may be held, or more.' }),
      since: At,
      until: At,
    }),
    { description: 'At most fifty, those with the most first.' },
  ),
  strangers: Type.Object({
    numbers: Type.Integer({ description: 'Held by visitors of the web chat who have paid for nothing yet.' }),
    limit: Type.Integer(),
  }),
});
export const FreeHolderInput = Type.Object({
  holder: Type.String({ minLength: 1, maxLength: 100 }),
  with_proof: Type.Optional(Type.Boolean({ description: 'Also orders whose proof nobody has looked at.' })),
});
export const FreedHolder = Type.Object({ orders: Type.Integer(), numbers: Type.Integer() });

const Contact = {
  person_id: Type.Optional(nullable(Id)),
  contact_name: Type.Optional(Type.String({ maxLength: 255 })),
  contact_phone: Type.Optional(nullable(Type.String({ maxLength: 40 }))),
  confirm: Type.Optional(
    Type.Boolean({ description: 'true: ask for the money at once (pending_payment); else the order is a draft.' }),
  ),
};
export const ReserveInput = Type.Object({
  numbers: Type.Union([
    Wanted,
    Type.String({ minLength: 1, maxLength: 2000, description: 'As people type them: "5,12,99" or "random 5".' }),
  ]),
  ...Contact,
});
export const RandomInput = Type.Object({
  count: Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 }),
  ...Contact,
});

export const Order = Type.Object({
  id: Id,
  code: Type.String({ description: 'Eight signs.' }),
  raffle: Type.Object({ id: Id, code: Type.String(), title: Type.String(), digits: Type.Integer() }),
  person_id: nullable(Id),
  conversation_id: nullable(Id),
  channel: nullable(Type.String({ description: 'whatsapp, telegram, web, sms; null: at the desk or by the API.' })),
  contact_name: Type.String(),
  contact_phone: nullable(Type.String()),
  numbers: Numbers,
  unit_price: Amount,
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  state: OrderStateName,
  reserved_until: nullable(At),
  /** null until it is confirmed */
  payment: nullable(
    Type.Object({
      id: Id,
      reference: Type.String(),
      state: Type.String({ description: 'awaiting, submitted, verified, denied, refunded, expired, unknown' }),
      amount: Amount,
      amount_minor: Type.Integer({ description: 'What was asked for: the price, perhaps a few minor units more.' }),
      owed: Type.Boolean({ description: 'Paid, but the numbers were gone: to be given back.' }),
    }),
  ),
  /** what the order's state allows now: confirm, confirm_payment, cancel */
  allowed: Type.Array(Type.String()),
  confirmed_at: nullable(At),
  paid_at: nullable(At),
  ended_at: nullable(At),
  end_reason: nullable(Type.String()),
  ticket_url: nullable(Type.String({ description: 'The ticket as the buyer sees it, once paid.' })),
  created_by: Type.String(),
  created_at: At,
  updated_at: At,
});
export const OrderFilter = Type.Object(
  {
    state: Type.Optional(Type.Union([OrderStateName, Type.Array(OrderStateName)])),
    raffle_id: Type.Optional(Id),
    person_id: Type.Optional(Id),
    contact: Type.Optional(Type.String({ maxLength: 100, description: 'Part of a name or a phone.' })),
    number: Type.Optional(
      Type.Union([Type.Integer(), Type.String({ pattern: '^\\d{1,7}$' })], {
        description: 'Orders with this number, 42 or "0042".',
      }),
    ),
    payment_state: Type.Optional(Type.String({ maxLength: 20 })),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
  },
  { additionalProperties: false },
);
export const CancelInput = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 300 })) });
export const ConfirmPaymentInput = Type.Object({
  payment_proof_media_id: Type.Optional(
    Type.Union([Type.String({ maxLength: 500 }), Type.Integer({ minimum: 0, maximum: 2 ** 53 - 1 }), Type.Null()], {
      description: 'A file by its uuid. Any other name of a picture is kept beside the proof as words.',
    }),
  ),
  transaction_reference: Type.Optional(Type.String({ maxLength: 100 })),
  note: Type.Optional(Type.String({ maxLength: 500 })),
  late: Type.Optional(
    Type.Boolean({
      description:
        'The money came after the order had expired: its numbers are sold if they are free, else the money is owed. Without it an expired order refuses.',
    }),
  ),
});
/** For an order whose numbers were gone when the money came: other numbers, as many as it had. */
export const ReplaceInput = Type.Object({
  numbers: Wanted,
});

export const ContactFilter = Type.Object({ raffle_id: Type.Optional(Id) }, { additionalProperties: false });
export const BuyerContact = Type.Object({
  id: Type.String({ description: 'The person, or the name and phone of orders that name none.' }),
  person_id: nullable(Id),
  name: Type.String(),
  phone: nullable(Type.String()),
  orders: Type.Integer(),
  paid_orders: Type.Integer(),
  numbers: Type.Integer({ description: 'Paid ones.' }),
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  last_order_at: At,
});

/** Sold by day in the organization's zone, without gaps, and by hour of the last two days. */
export const Sales = Type.Object({
  currency: Currency,
  by_day: Type.Array(
    Type.Object({
      day: Day,
      orders: Type.Integer(),
      numbers: Type.Integer(),
      amount: Amount,
      amount_minor: Type.Integer(),
      total_numbers: Type.Integer({ description: 'Sold up to the end of this day.' }),
    }),
  ),
  by_hour: Type.Array(Type.Object({ at: At, orders: Type.Integer(), numbers: Type.Integer() })),
  by_channel: Type.Array(Type.Object({ channel: Type.String(), orders: Type.Integer(), numbers: Type.Integer() })),
});

export const FreezeInput = Type.Object({
  winners: Type.Integer({ minimum: 1, maximum: 100 }),
  seed_source: Type.String({
    minLength: 1,
    maxLength: 500,
    description:
      'The public value that will decide, named before it is known, e.g. "Kerala Lottery, first prize of 30 November".',
  }),
  cancel_open: Type.Optional(
    Type.Boolean({ description: 'Cancel the orders that are still unpaid; without it they refuse the freeze.' }),
  ),
});
export const SeedInput = Type.Object({ seed: Type.String({ minLength: 1, maxLength: 500 }) });
export const RedrawInput = Type.Object({
  reason: Type.String({ minLength: 1, maxLength: 500 }),
  winners: Type.Integer({ minimum: 1, maximum: 100 }),
  seed_source: Type.String({ minLength: 1, maxLength: 500 }),
  exclude_winners: Type.Optional(Type.Boolean({ description: 'Leave earlier winners out of the list; default true.' })),
});

export const Draw = Type.Object({
  id: Id,
  sequence: Type.Integer({ description: '1; a redraw is the next.' }),
  computation: Type.Integer(),
  state: Type.Union([Type.Literal('frozen'), Type.Literal('drawn'), Type.Literal('replaced')]),
  list_hash: Type.String(),
  entries: Type.Integer(),
  winners_wanted: Type.Integer(),
  seed_source: Type.String(),
  seed: nullable(Type.String()),
  winners: nullable(
    Type.Array(Type.Object({ number: Type.Integer(), label: Type.String(), order_code: Type.String() })),
  ),
  reason: nullable(Type.String({ description: 'Of a redraw.' })),
  frozen_at: At,
  frozen_by: Type.String(),
  drawn_at: nullable(At),
});
/** For the desk: the winners with their names. */
export const DeskDraw = Type.Object({
  ...Draw.properties,
  winning_orders: Type.Array(
    Type.Object({
      number: Type.Integer(),
      order_id: Id,
      order_code: Type.String(),
      contact_name: Type.String(),
      contact_phone: nullable(Type.String()),
    }),
  ),
});
/** With the list itself, so that anyone can hash it and compute the winners again. */
export const PublicDraw = Type.Object({ ...Draw.properties, list_text: Type.String() });

export const PublicRaffle = Type.Object({
  organization: Type.Object({ name: Type.String(), slug: Type.String(), language: Type.String() }),
  raffle_id: Id,
  code: Type.String(),
  title: Type.String(),
  description: Type.String(),
  ticket_price: Amount,
  ticket_price_minor: Type.Integer(),
  currency: Currency,
  first_number: Type.Integer(),
  last_number: Type.Integer(),
  digits: Type.Integer(),
  on_sale: Type.Boolean(),
  picture_url: nullable(Type.String()),
  draw_on: nullable(Day),
  per_person_limit: nullable(Type.Integer()),
  frozen_at: nullable(At),
  /** deep links of the chats in which one can buy; `web` is always there */
  buy: Type.Array(Type.Object({ channel: Type.String(), url: Type.String() })),
});

/** Behind the QR of a ticket: whether it is good, without the buyer's phone. */
export const TicketCheck = Type.Object({
  good: Type.Boolean(),
  state: OrderStateName,
  order_code: Type.String(),
  title: Type.String(),
  raffle_code: Type.String(),
  labels: Type.Array(Type.String()),
  holder: Type.String({ description: 'First name and initial.' }),
  draw_on: nullable(Day),
  won: Type.Array(Type.String({ description: 'Labels of its numbers that won.' })),
});

export type RaffleInput = Static<typeof RaffleInput>;
export type RafflePatch = Static<typeof RafflePatch>;
export type Raffle = Static<typeof Raffle>;
export type RaffleFilter = Static<typeof RaffleFilter>;
export type CloneInput = Static<typeof CloneInput>;
export type GenerateInput = Static<typeof GenerateInput>;
export type Availability = Static<typeof Availability>;
export type Ticket = Static<typeof Ticket>;
export type Holders = Static<typeof Holders>;
export type FreeHolderInput = Static<typeof FreeHolderInput>;
export type FreedHolder = Static<typeof FreedHolder>;
export type TicketFilter = Static<typeof TicketFilter>;
export type ReserveInput = Static<typeof ReserveInput>;
export type RandomInput = Static<typeof RandomInput>;
export type Order = Static<typeof Order>;
export type OrderFilter = Static<typeof OrderFilter>;
export type CancelInput = Static<typeof CancelInput>;
export type ConfirmPaymentInput = Static<typeof ConfirmPaymentInput>;
export type BuyerContact = Static<typeof BuyerContact>;
export type Sales = Static<typeof Sales>;
export type FreezeInput = Static<typeof FreezeInput>;
export type RedrawInput = Static<typeof RedrawInput>;
export type Draw = Static<typeof Draw>;
export type DeskDraw = Static<typeof DeskDraw>;
export type PublicDraw = Static<typeof PublicDraw>;
export type PublicRaffle = Static<typeof PublicRaffle>;
export type TicketCheck = Static<typeof TicketCheck>;
