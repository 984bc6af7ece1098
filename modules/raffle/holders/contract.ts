import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { NumberState } from '../numbers/contract.ts';
import { OrderStateName } from '../orders/contract.ts';

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

export type Ticket = Static<typeof Ticket>;

export const TicketFilter = Type.Object(
  {
    state: Type.Optional(NumberState),
    from: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_999_999, description: 'From this number on.' })),
    to: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_999_999 })),
  },
  { additionalProperties: false },
);

export type TicketFilter = Static<typeof TicketFilter>;

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

export type Holders = Static<typeof Holders>;

export const FreeHolderInput = Type.Object({
  holder: Type.String({ minLength: 1, maxLength: 100 }),
  with_proof: Type.Optional(Type.Boolean({ description: 'Also orders whose proof nobody has looked at.' })),
});

export type FreeHolderInput = Static<typeof FreeHolderInput>;

export const FreedHolder = Type.Object({ orders: Type.Integer(), numbers: Type.Integer() });

export type FreedHolder = Static<typeof FreedHolder>;
