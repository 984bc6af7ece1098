import { type Static, Type } from 'typebox';
import { PageBrand } from '../../../kernel/branding/contract.ts';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { OrderStateName } from '../orders/contract.ts';

export const PublicRaffle = Type.Object({
  organization: Type.Object({ name: Type.String(), slug: Type.String(), language: Type.String() }),
  brand: PageBrand,
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
export type PublicRaffle = Static<typeof PublicRaffle>;

/** Behind the QR of a ticket: whether it is good, without the buyer's phone. */
export const TicketCheck = Type.Object({
  brand: PageBrand,
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
export type TicketCheck = Static<typeof TicketCheck>;
