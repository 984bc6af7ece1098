import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';

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
export type FreezeInput = Static<typeof FreezeInput>;

export const SeedInput = Type.Object({ seed: Type.String({ minLength: 1, maxLength: 500 }) });

export const RedrawInput = Type.Object({
  reason: Type.String({ minLength: 1, maxLength: 500 }),
  winners: Type.Integer({ minimum: 1, maximum: 100 }),
  seed_source: Type.String({ minLength: 1, maxLength: 500 }),
  exclude_winners: Type.Optional(Type.Boolean({ description: 'Leave earlier winners out of the list; default true.' })),
});
export type RedrawInput = Static<typeof RedrawInput>;

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
export type Draw = Static<typeof Draw>;

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
export type DeskDraw = Static<typeof DeskDraw>;

/** With the list itself, so that anyone can hash it and compute the winners again. */
export const PublicDraw = Type.Object({ ...Draw.properties, list_text: Type.String() });
export type PublicDraw = Static<typeof PublicDraw>;
