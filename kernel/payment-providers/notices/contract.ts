import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Id, nullable } from '../../lib/schemas.ts';
import { NOTICE_OUTCOMES } from './outcomes.rule.ts';

/** Something that happened to a charge's money at its provider, without our asking. */
export const PaymentNotice = Type.Object({
  id: Id,
  payment: Type.Object({ id: Id, reference: Type.String(), description: Type.String() }),
  provider: Type.String(),
  provider_name: Type.String({ description: 'In the reader’s language.' }),
  provider_id: Type.String({ description: 'The provider’s own number of it.' }),
  kind: Type.Enum(['refund', 'dispute']),
  state: Type.Enum(['open', 'succeeded', 'failed', 'won', 'lost']),
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  reason: nullable(Type.String({ description: 'As the provider says it.' })),
  booked: Type.Boolean({ description: 'The ledger has an entry for it.' }),
  done: nullable(
    Type.Object({ at: At, by: Type.String(), note: Type.String() }, { description: 'null: a person should look.' }),
  ),
  created_at: At,
  updated_at: At,
  may: Type.Array(Type.String(), { description: 'What the reader may say of it: refunded, came_back, nothing.' }),
});

export const NoticeFilter = Type.Object(
  {
    done: Type.Optional(Type.Boolean({ description: 'true: those that are done.' })),
    payment_id: Type.Optional(Id),
  },
  { additionalProperties: false },
);

export const SettleNoticeInput = Type.Object(
  {
    outcome: Type.Enum([...NOTICE_OUTCOMES], {
      description:
        'refunded: the money is gone, and is booked as given back; came_back: of a refund that failed after it was ' +
        'booked: the money is here again, and is booked as still to give back; nothing: the books are right as they are.',
    }),
    note: Type.String({ minLength: 1, maxLength: 500 }),
  },
  { additionalProperties: false },
);

export type NoticeView = Static<typeof PaymentNotice>;
export type NoticeFilter = Static<typeof NoticeFilter>;
