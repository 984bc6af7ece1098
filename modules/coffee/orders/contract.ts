import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';

const strict = { additionalProperties: false };
const Money = Type.String({ minLength: 1, maxLength: 30, description: 'Decimal text such as "2.50".' });
/** As programs write it (`readAmount`): nobody is there to be asked what "1,250" means. */
export const MachineAmount = Type.Union(
  [Type.String({ minLength: 1, maxLength: 30 }), Type.Number({ minimum: -1e12, maximum: 1e12 })],
  { description: 'A number, or strictly decimal text such as "2.50".' },
);
const Method = Type.String({ pattern: '^[a-z][a-z0-9_]{0,29}$', maxLength: 30, description: 'Such as cash or card.' });
const OwnNumber = Type.String({
  pattern: '^[A-Za-z0-9._:/-]{1,60}$',
  maxLength: 60,
  description: 'The machine’s own.',
});
const Product = Type.String({
  pattern: '^[a-z0-9][a-z0-9_-]{0,39}$',
  maxLength: 40,
  description: 'Code of a recipe.',
});

export const PAYMENT_STATES = ['paid', 'free', 'pending', 'failed'] as const;
/** Why an order waits for somebody to look at it. */
export const EXCEPTIONS = ['clock', 'unpaid', 'not_served', 'sum', 'refund_failed', 'contradicts', 'retired'] as const;

export const OrderInput = Type.Object(
  {
    number: OwnNumber,
    made_at: Type.String({ format: 'date-time', description: 'By the machine’s clock.' }),
    payment_method: Method,
    payment_state: Type.Optional(Type.Enum([...PAYMENT_STATES], { description: 'paid when absent.' })),
    payment_reference: Type.Optional(
      Type.String({ maxLength: 120, description: 'Of the card terminal, for example.' }),
    ),
    served: Type.Optional(Type.Boolean({ description: 'False: it was paid, and nothing came out. True when absent.' })),
    currency: Type.Optional(Currency),
    amount: MachineAmount,
    items: Type.Array(
      Type.Object(
        {
          product: Product,
          quantity: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: '1 when absent.' })),
          amount: MachineAmount,
        },
        strict,
      ),
      { minItems: 1, maxItems: 50 },
    ),
  },
  strict,
);
export type OrderInput = Static<typeof OrderInput>;
export const MAX_ORDERS = 200;
const OrderBatch = Type.Object({ orders: Type.Array(OrderInput, { minItems: 1, maxItems: MAX_ORDERS }) }, strict);
/** One order, or those that a machine made while it had no network. */
export const OrdersInput = Type.Union([OrderInput, OrderBatch]);
export type OrdersInput = Static<typeof OrdersInput>;

const ORDER_RESULTS = ['counted', 'repeated', 'updated', 'contradicts', 'refused'] as const;
export const OrderResult = Type.Object({
  number: Type.String(),
  result: Type.Enum([...ORDER_RESULTS], {
    description:
      'repeated: known and the same, or older. updated: known, and its payment or what was served moved forward. ' +
      'contradicts: known, and different; the first one stays, and waits for a person.',
  }),
  order_id: nullable(Id),
  exception: nullable(Type.Enum([...EXCEPTIONS])),
  code: nullable(Type.String({ description: 'Why it was refused; the machine should not send it again.' })),
  field: nullable(Type.String({ description: 'Of coffee.order.unreadable: which field, such as items.0.product.' })),
});
export type OrderResult = Static<typeof OrderResult>;
export const OrdersAnswer = Type.Object({ now: At, results: Type.Array(OrderResult) });
export type OrdersAnswer = Static<typeof OrdersAnswer>;

export const Order = Type.Object({
  id: Id,
  number: Type.String(),
  machine: Type.Object({ id: Id, serial: Type.String(), name: Type.String() }),
  merchant: Type.Object({ id: Id, name: Type.String() }),
  made_at: At,
  claimed_at: At,
  received_at: At,
  sold_on: Day,
  payment_method: Type.String(),
  payment_state: Type.Enum([...PAYMENT_STATES]),
  payment_reference: Type.String(),
  payment_id: nullable(Id),
  served: Type.Boolean(),
  currency: Currency,
  amount: Amount,
  amount_minor: Type.Integer(),
  refunded: Amount,
  refunded_minor: Type.Integer(),
  items: Type.Array(Type.Object({ product: Type.String(), quantity: Type.Integer(), amount: Amount })),
  exception: nullable(Type.Enum([...EXCEPTIONS])),
  contradiction: nullable(
    Type.Object(
      {
        payment_state: Type.Enum([...PAYMENT_STATES]),
        payment_method: Type.String(),
        served: Type.Boolean(),
        amount: Amount,
        made_at: At,
      },
      { description: 'What the machine said later under the same number, and what was not taken.' },
    ),
  ),
  settled: nullable(Type.Object({ at: At, by: Type.String(), note: Type.String() })),
});
export type Order = Static<typeof Order>;

export const conditions = {
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  machine_id: Type.Optional(Id),
  merchant_id: Type.Optional(Id),
  payment_method: Type.Optional(Method),
  payment_state: Type.Optional(Type.Enum([...PAYMENT_STATES])),
  exception: Type.Optional(
    Type.Enum(['open', 'settled', ...EXCEPTIONS], { description: 'open: nobody has looked at it yet.' }),
  ),
};
export const OrderFilter = Type.Object(conditions, strict);
export type OrderFilter = Static<typeof OrderFilter>;

export const RefundInput = Type.Object(
  {
    amount: Type.Optional(Money),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
    approval_id: Type.Optional(
      Type.String({
        format: 'uuid',
        description: 'A supervisor’s approval of the payment’s refund, where one is needed.',
      }),
    ),
    expected_refunded: Type.Optional(
      Type.String({
        maxLength: 30,
        description:
          'What had been given back, or was on its way back, when you looked: if it has changed since, nothing is given back. Without it the same amount for the same reason within a minute is refused.',
      }),
    ),
  },
  strict,
);
export type RefundInput = Static<typeof RefundInput>;
export const Refund = Type.Object({
  id: Id,
  amount: Amount,
  currency: Currency,
  way: Type.Enum(['by_hand', 'provider']),
  state: Type.Enum(['done', 'under_way', 'failed']),
  reason: Type.String(),
  by: Type.String(),
  created_at: At,
});
export type Refund = Static<typeof Refund>;
export const Refunded = Type.Object({ refund: Refund, order: Order });
export type Refunded = Static<typeof Refunded>;
export const SettleInput = Type.Object({ note: Type.String({ minLength: 1, maxLength: 500 }) }, strict);
